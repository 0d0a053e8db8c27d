import { spawnSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pythonEnvironment } from '@blueprint/scripts/python-environment';
import type { Violation } from '../judgement';
import type { Arguments, Stack } from '../stack';
import { CANARY, CANARY_FINDINGS, canary } from './canary';
import { documentId, readable, rolePolicies } from './readable';

/** Says of each policy that checkov understands whether it allows something on every resource. */
const POLICY_CHECK = 'CKV_AWS_356';

/** One check of one resource, as checkov reports it. */
interface CheckedResource {
  readonly check_id: string;
  readonly check_name: string;
  /** `/<stack>/cdk.tf.json` */
  readonly file_path: string;
  /** `<type>.<id>`, or `resource.<id>` */
  readonly resource: string;
}

/** What checkov writes as JSON. */
interface CheckovReport {
  readonly results: {
    readonly passed_checks: readonly CheckedResource[];
    readonly failed_checks: readonly CheckedResource[];
    readonly parsing_errors: readonly string[];
  };
}

/** What checkov did. */
export interface CheckovRun {
  readonly violations: readonly Violation[];
  /** Checks of resources that passed. */
  readonly passed: number;
}

/**
 * Has checkov read every stack. Only its installation takes the network.
 *
 * @param folder where the stacks are written in the form that checkov can read
 * @throws Error when it did not read one of them, or did not find what is wrong with the canary
 */
export function runCheckov(stacks: readonly Stack[], folder: string): CheckovRun {
  writeStacks(stacks, folder);
  const { results } = checkov(folder);
  const checked = [...results.passed_checks, ...results.failed_checks];
  const failed = results.failed_checks.map((one) => ({ ...one, stack: stackOf(one) }));
  const unread = [...results.parsing_errors, ...stacks.flatMap((stack) => unreadIn(stack, checked))];
  if (unread.length > 0) throw new Error(`Checkov could not read ${unread.join(', ')} in ${folder}.`);
  const onCanary = failed.filter(({ stack }) => stack === CANARY);
  const missed = CANARY_FINDINGS.filter(
    ([check, id]) => !onCanary.some((one) => one.check_id === check && one.resource.endsWith(`.${id}`)),
  );
  if (missed.length > 0)
    throw new Error(`Checkov no longer finds ${missed.join(' and ')} in ${folder}/${CANARY}: what else does it miss?`);
  return {
    violations: stacks.flatMap((stack) =>
      failed
        .filter((one) => one.stack === stack.name)
        .map((one) => ({
          rule: one.check_id,
          stack: stack.name,
          resource: addressOf(stack, one.resource),
          problem: one.check_name,
        })),
    ),
    passed: results.passed_checks.filter((one) => stackOf(one) !== CANARY).length,
  };
}

/** A stack that no check has seen, and the policies of which checkov says nothing since it could not make sense of them. */
function unreadIn(stack: Stack, checked: readonly CheckedResource[]): string[] {
  const ofStack = checked.filter((one) => stackOf(one) === stack.name);
  if (ofStack.length === 0) return [stack.name];
  const analysed = new Set(ofStack.flatMap((one) => (one.check_id === POLICY_CHECK ? one.resource : [])));
  return rolePolicies(stack)
    .filter(({ address }) => !analysed.has(`data.${documentId(address)}`))
    .map(({ address }) => `${stack.name} ${address}`);
}

function writeStacks(stacks: readonly Stack[], folder: string): void {
  rmSync(folder, { recursive: true, force: true });
  for (const { name, json } of [...stacks, { name: CANARY, json: canary }]) {
    mkdirSync(join(folder, name), { recursive: true });
    writeFileSync(join(folder, name, 'cdk.tf.json'), JSON.stringify(readable(json), null, 1));
  }
}

function checkov(folder: string): CheckovReport {
  const executable = join(pythonEnvironment('checkov', join(__dirname, 'requirements.txt')), 'checkov');
  const args = ['--framework', 'terraform_json', '--skip-download', '--compact', '--output', 'json'];
  const { stdout, stderr, error } = spawnSync(executable, ['--directory', folder, ...args], {
    encoding: 'utf8',
    maxBuffer: 512 * 1024 * 1024,
    env: { ...process.env, CKV_SKIP_PACKAGE_UPDATE_CHECK: 'true' },
  });
  if (error) throw error;
  try {
    return JSON.parse(stdout) as CheckovReport;
  } catch {
    throw new Error(`Checkov gave no report:\n${stdout.slice(0, 2_000)}\n${stderr.slice(-2_000)}`);
  }
}

function stackOf({ file_path }: Pick<CheckedResource, 'file_path'>): string {
  return file_path.split('/')[1] ?? '';
}

/** Checkov leaves the type out of most addresses; ids are unique in a stack. A policy's second form is called by the first one's address. */
function addressOf(stack: Stack, resource: string): string {
  const id = resource.slice(resource.indexOf('.') + 1).replace(/^aws_iam_(role_)?policy_/, '');
  const found = Object.entries(stack.json.resource ?? {}).find(([, all]: [string, Arguments]) => id in all);
  return found ? `${found[0]}.${id}` : resource;
}
