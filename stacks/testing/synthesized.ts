import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { standInBundles } from './bundles';
import { inRunFolder } from './run-folder';
import { scratchFolder } from './scratch-folder';

/** The arguments of a resource as they stand in the synthesized JSON. */
export type Arguments = Readonly<Record<string, unknown>>;

/** A policy statement as it stands in a policy document. */
export interface SynthesizedStatement {
  readonly Sid: string;
  readonly Effect: string;
  readonly Action: readonly string[];
  readonly Resource: readonly string[];
  readonly Condition?: unknown;
}

/** `action on resource`, sorted: what a role may do, whatever the statements it is written in. */
export function rights(statements: readonly SynthesizedStatement[]): string[] {
  return statements
    .flatMap(({ Action, Resource }) =>
      Action.flatMap((action) => Resource.map((resource) => `${action} on ${resource}`)),
    )
    .sort();
}

/** A synthesized stack, read back from its file. */
export class SynthesizedStack {
  readonly json: Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, Arguments>>>>>>;

  constructor(outdir: string, name: string) {
    this.json = JSON.parse(readFileSync(join(outdir, 'stacks', name, 'cdk.tf.json'), 'utf8'));
  }

  /** The resources of a type, without cdktf's own remarks. */
  all(type: string): Arguments[] {
    return Object.values(this.json.resource?.[type] ?? {}).map(({ '//': _, ...resource }) => resource);
  }

  /** The resource of a type in which an argument has a value. */
  one(type: string, argument: string, value: string): Arguments {
    const found = this.all(type).filter((resource) => resource[argument] === value);
    if (found.length !== 1 || found[0] === undefined) {
      throw new Error(`${found.length} resources of type ${type} have ${argument} ${value}`);
    }
    return found[0];
  }

  /** The resources of a type in which an argument begins with a text, such as the names of one workflow. */
  those(type: string, argument: string, prefix: string): Arguments[] {
    return this.all(type).filter((resource) => String(resource[argument]).startsWith(prefix));
  }

  /** The address of such a resource, as other resources refer to it. */
  address(type: string, argument: string, value: string): string {
    const found = Object.entries(this.json.resource?.[type] ?? {}).find(([, resource]) => resource[argument] === value);
    if (!found) throw new Error(`No resource of type ${type} has ${argument} ${value}`);
    return `${type}.${found[0]}`;
  }

  /** The address of the alias of a function, through which everything invokes it. */
  liveFunction(name: string): string {
    const lambda = `\${${this.address('aws_lambda_function', 'function_name', name)}.function_name}`;
    return this.address('aws_lambda_alias', 'function_name', lambda);
  }

  /** The address of the alias of a machine, through which everything starts it. */
  liveMachine(name: string): string {
    const version = `\${${this.address('aws_sfn_state_machine', 'name', name)}.state_machine_version_arn}`;
    const found = Object.entries(this.json.resource?.aws_sfn_alias ?? {}).find(([, { routing_configuration }]) =>
      JSON.stringify(routing_configuration).includes(version),
    );
    if (!found) throw new Error(`No alias leads to the newest version of ${name}`);
    return `aws_sfn_alias.${found[0]}`;
  }

  /** The statements of the inline policy of a role. */
  statements(roleName: string): SynthesizedStatement[] {
    const role = `\${${this.address('aws_iam_role', 'name', roleName)}.name}`;
    return JSON.parse(String(this.one('aws_iam_role_policy', 'role', role).policy)).Statement;
  }
}

/** Written so that jest sees that the tests depend on all that is synthesized: it takes this for an import, which types are not. */
type Options = Omit<import('../app').SynthesisOptions, 'outdir'>;

/** What one synthesis wrote. */
export interface Synthesized {
  readonly outdir: string;
  readonly stack: (name: string) => SynthesizedStack;
}

/**
 * All environments, synthesized once for all test files of a run, which only read it: the first to ask does it.
 */
export function synthesizeAll(): Synthesized {
  const outdir = inRunFolder('synthesized');
  if (existsSync(outdir)) return synthesizedIn(outdir);
  const made = synthesizeAnew().outdir;
  try {
    renameSync(made, outdir);
  } catch (error) {
    // Another file was faster: its is the one for all.
    if (!existsSync(outdir)) throw error;
  }
  return synthesizedIn(outdir);
}

/**
 * Synthesizes all environments into a folder of their own, in a process of its own: it loads cdktf much faster than jest does.
 * @throws Error with the message of the one that synthesis ended with
 */
export function synthesizeAnew(options: Options = {}): Synthesized {
  const outdir = join(scratchFolder(), 'cdktf.out');
  const all = JSON.stringify({ bundles: options.bundles ?? standInBundles(), ...options, outdir });
  const script = join(__dirname, 'synthesize.ts');
  const { status, stderr } = spawnSync(process.execPath, ['--import', 'tsx', script, all], { encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr.trim());
  return synthesizedIn(outdir);
}

function synthesizedIn(outdir: string): Synthesized {
  return { outdir, stack: (name) => new SynthesizedStack(outdir, name) };
}
