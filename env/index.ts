import { dev } from './dev';
import { local } from './local';
import { parseEnvironment } from './parse';
import { prod } from './prod';
import type { Environment, EnvironmentInput } from './schema';
import { stg } from './stg';

export { boundaryArn, STATE_BUCKET_FOLDERS, stateBucketName } from './delivery-names';
export { parseEnvironment } from './parse';
export { type Environment, type EnvironmentInput, REDRIVE_WINDOW_SECONDS } from './schema';

const inputs: Record<string, EnvironmentInput> = { local, dev, stg, prod };

/**
 * The environment of a name, parsed and complete.
 *
 * @throws Error that lists the known environments when there is none of that name, and one that names the field when its
 *   file is wrong or incomplete
 */
export function environment(name: string): Environment {
  const input = Object.hasOwn(inputs, name) ? inputs[name] : undefined;
  if (input === undefined) {
    throw new Error(
      `There is no environment "${name}". Known environments: ${Object.keys(inputs).join(', ')}. ` +
        `To add one, write env/${name}.ts and list it in env/index.ts.`,
    );
  }
  return parseEnvironment(name, input);
}

/** All environments in the order in which an artifact is promoted. */
export const environments: readonly Environment[] = Object.keys(inputs).map(environment);
