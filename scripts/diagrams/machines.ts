import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { importAsl, type Workflow } from '@blueprint/asl';
import type { Environment } from '@blueprint/env';
import { synthesize } from '@blueprint/stacks';
import { References, type SynthesizedJson } from './references';

const root = resolve(__dirname, '..', '..');

/** A state machine as an environment deploys it. */
export interface DeployedMachine {
  /** Folder of its workflow under `stacks/`. */
  readonly workflow: string;
  /** Without the environment's prefix. */
  readonly name: string;
  readonly type: 'STANDARD' | 'EXPRESS';
  readonly definition: Workflow;
}

interface MachineResource {
  readonly '//': { readonly metadata: { readonly path: string } };
  readonly name: string;
  readonly type: 'STANDARD' | 'EXPRESS';
  readonly definition: string;
}

/**
 * The state machines of an environment, with the names and ARNs that Terraform will give to what they refer to.
 *
 * @param prefix what the environment's names begin with: `<env>-<app>-`
 * @throws Error when there are no bundles
 */
export function machinesOf(env: Environment, prefix: string): readonly DeployedMachine[] {
  const outdir = mkdtempSync(join(tmpdir(), 'machines-'));
  try {
    synthesize({ outdir, bundles: join(root, '.build', 'lambdas'), environments: [env] });
    const read = (stack: string) =>
      JSON.parse(
        readFileSync(join(outdir, 'stacks', `${env.name}-${stack}`, 'cdk.tf.json'), 'utf8'),
      ) as SynthesizedJson;
    const workflows = read('workflows');
    const references = new References({ workflows, storage: read('storage') }, env);
    // Of what the provider's constructs write, these are the members that the construct StateMachine gives.
    const machines = Object.values(workflows.resource.aws_sfn_state_machine ?? {}) as unknown as MachineResource[];
    return machines
      .map((machine) => ({
        workflow: machine['//'].metadata.path.split('/')[1] ?? '',
        name: machine.name.slice(prefix.length),
        type: machine.type,
        definition: importAsl(references.resolve(machine.definition)),
      }))
      .sort((a, b) => (a.name < b.name ? -1 : 1));
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
}
