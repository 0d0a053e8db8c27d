import { parseArgs } from 'node:util';
import { type Environment, environment } from '@blueprint/env';
import { withUsage } from '../../command-line';

/** One of the things that delivery does, as `npm run <name>`. */
export interface Verb {
  /** How it is called, and what its options mean. */
  readonly usage: string;
  /**
   * @param argv what stands behind `--`
   * @returns the exit code
   */
  run(argv: readonly string[], signal: AbortSignal): Promise<number>;
}

type Kind = 'text' | 'flag';
type Values<T extends Readonly<Record<string, Kind>>> = {
  readonly [K in keyof T]: T[K] extends 'flag' ? boolean : string | undefined;
};

/**
 * Reads the options of a verb.
 *
 * @param kinds option names, in kebab-case, and whether each takes a text
 * @throws Error with the usage when an option is unknown or lacks its text
 */
export function optionsOf<const T extends Readonly<Record<string, Kind>>>(
  { usage }: Pick<Verb, 'usage'>,
  argv: readonly string[],
  kinds: T,
): Values<T> {
  const options = Object.fromEntries(
    Object.entries(kinds).map(([name, kind]) => [
      name,
      kind === 'flag' ? { type: 'boolean' as const, default: false } : { type: 'string' as const },
    ]),
  );
  const { values } = withUsage(usage, () => parseArgs({ args: [...argv], options }));
  return Object.fromEntries(Object.keys(kinds).map((name) => [name, values[name]])) as Values<T>;
}

/** @throws Error with the usage when it is missing */
export function needed({ usage }: Pick<Verb, 'usage'>, option: string, value: string | undefined): string {
  if (value) return value;
  throw new Error(`--${option} is missing.\n\n${usage}`);
}

/** @throws Error with the usage when the option is missing, and with the known names when there is no such environment */
export function neededEnvironment(verb: Pick<Verb, 'usage'>, option: string, value: string | undefined): Environment {
  return environment(needed(verb, option, value));
}
