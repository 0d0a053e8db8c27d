import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import type { Environment } from '@blueprint/env';
import { runChild } from '@blueprint/scripts/bench/child';
import { bundle } from '@blueprint/scripts/bundle';
import { zipOf } from '@blueprint/scripts/bundle-zip';
import { localCredentials } from '@blueprint/scripts/start/deploy';
import { terraformEnvironment } from '@blueprint/scripts/terraform';
import { synthesize } from '@blueprint/stacks';
import { strFromU8, strToU8, unzipSync } from 'fflate';
import type { Fault } from './faults';

const root = resolve(__dirname, '..', '..');
const LIMIT_MS = 600_000;
/** As `npm start` deploys: most of a deployment is the provider's waiting. */
const RESOURCES_AT_ONCE = 64;

/** The state that the machines of the second release begin with. */
export const RELEASED = 'Released';

/** A resource of a synthesized stack. */
export type Resource = Record<string, unknown>;
export type Resources = Record<string, Record<string, Resource>>;

export interface ReleaseOptions {
  /** Releases lie in it side by side, and have their Terraform state in common. */
  readonly folder: string;
  readonly number: 1 | 2;
  readonly environment: Environment;
  /** What is wrong with it. */
  readonly fault?: Fault | undefined;
}

/** Stacks of one environment whose functions all have code of their own, and whose machines, in the second release, another definition. */
export class Release {
  private constructor(
    readonly number: 1 | 2,
    private readonly outdir: string,
  ) {}

  /** Makes the release. Where the Terraform state comes to lie: `.local/terraform` in the folder. */
  static async make({ folder, number, environment, fault }: ReleaseOptions): Promise<Release> {
    const outdir = join(folder, `release-${number}`);
    const bundles = join(folder, `bundles-${number}`);
    for (const { path } of (await bundle()).functions) {
      const files = unzipSync(readFileSync(join(root, '.build', 'lambdas', `${path}.zip`)));
      const script = `/* release ${number} */\n${strFromU8(files['index.js'] ?? new Uint8Array())}`;
      const code = fault?.code?.(script, path, number) ?? script;
      const file = join(bundles, `${path}.zip`);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, zipOf({ ...files, 'index.js': strToU8(code) }));
    }
    mkdirSync(outdir, { recursive: true });
    synthesize({ outdir, bundles, environments: [environment] });
    const release = new Release(number, outdir);
    release.change(`${environment.name}-workflows`, (resources) => {
      if (number === 2) Object.values(resources.aws_sfn_state_machine ?? {}).forEach(beginOtherwise);
      fault?.resources?.(resources, number);
    });
    return release;
  }

  /** Applies one of its stacks with Terraform alone. */
  async apply(stack: string, endpoint: string, signal: AbortSignal): Promise<void> {
    const env = { ...terraformEnvironment(), ...localCredentials(endpoint) };
    const options = { cwd: join(this.outdir, 'stacks', stack), env, limitMs: LIMIT_MS, signal };
    for (const args of [['init'], ['apply', '-auto-approve', `-parallelism=${RESOURCES_AT_ONCE}`]]) {
      await runChild('terraform', [...args, '-input=false', '-no-color'], options);
    }
  }

  private change(stack: string, change: (resources: Resources) => void): void {
    const file = join(this.outdir, 'stacks', stack, 'cdk.tf.json');
    const synthesized = JSON.parse(readFileSync(file, 'utf8'));
    change(synthesized.resource);
    writeFileSync(file, JSON.stringify(synthesized));
  }
}

function beginOtherwise(machine: Resource): void {
  const definition = JSON.parse(String(machine.definition));
  const first = { Type: 'Pass', Next: definition.StartAt };
  const States = { [RELEASED]: first, ...definition.States };
  machine.definition = JSON.stringify({ ...definition, StartAt: RELEASED, States });
}
