/**
 * `npm run test:deploy`: deploys the local environment to an AWS of its own, starts a thousand executions that wait, deploys a
 * release with other definitions and other code while more work comes in, and lets them go on. None may be lost, or fail.
 *
 * `--fault <name>` takes a safeguard away, and then expects that this is noticed.
 */
import { rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { type Environment, environment } from '@blueprint/env';
import type { AcrossDeployment, WaitingExecutions } from '@blueprint/lambdas/platform/across-deployment';
import type { ExampleRun } from '@blueprint/lambdas/platform/example';
import type { Meanwhile, Work } from '@blueprint/lambdas/platform/meanwhile';
import { startLocalAws } from '@blueprint/local';
import { runUntilStopped } from '@blueprint/scripts/command-line';
import { LocalIssuer } from '@blueprint/scripts/issuer';
import { deployment, type LocalRun } from '@blueprint/scripts/start/clients';
import { findExamples } from '@blueprint/scripts/start/examples';
import { apiClient, apiUrl } from '@blueprint/scripts/start/http-api';
import { logFile } from '@blueprint/scripts/start/log-file';
import { table } from '@blueprint/scripts/start/table';
import { workflowsWith } from '@blueprint/scripts/workflow-files';
import { Commands } from './commands';
import { FAULTS, type Fault } from './faults';
import { Release } from './release';
import { countRunning, lookAtVersions } from './versions';

const root = resolve(__dirname, '..', '..');
const folder = join(root, '.local', 'deploy-test');
const FEWEST_RUNNING = 1_000;

/** The reconciler would start what is to wait; and nobody listens to webhooks. */
function localEnvironment(): Environment {
  const local = environment('local');
  return {
    ...local,
    stuckAfterSeconds: 3_600,
    reconcileMinutes: 60,
    notifications: { ...local.notifications, webhooks: [] },
  };
}

type Rows = [name: string, value: string | number][];

/** What the run has found wrong, a sentence each. */
async function main(fault: Fault | undefined, signal: AbortSignal): Promise<readonly string[]> {
  rmSync(folder, { recursive: true, force: true });
  const local = localEnvironment();
  const releases = {
    first: await Release.make({ folder, number: 1, environment: local, fault }),
    second: await Release.make({ folder, number: 2, environment: local, fault }),
  };
  const aws = await startLocalAws({
    port: 0,
    ministack: join(root, '.local', 'venv', 'bin', 'ministack'),
    dataFolder: join(folder, 'aws'),
    logger: logFile(join(folder, 'local.log')),
    issuers: { [local.api.jwt.issuer]: new LocalIssuer(local.api.jwt).keys },
  });
  const rows: Rows = [];
  try {
    return await deployUnderWork({ endpoint: aws.endpoint, environment: local, signal }, releases, fault, rows);
  } catch (error) {
    signal.throwIfAborted();
    return [error instanceof Error ? error.message : String(error)];
  } finally {
    if (rows.length > 0) console.log(`\n${table('deployment', rows)}`);
    await aws.stop();
  }
}

async function deployUnderWork(
  run: LocalRun,
  { first, second }: Record<'first' | 'second', Release>,
  fault: Fault | undefined,
  rows: Rows,
): Promise<readonly string[]> {
  const { endpoint, signal } = run;
  const timed = async <T>(name: string, work: () => Promise<T>): Promise<T> => {
    const began = Date.now();
    const done = await work();
    rows.push([name, `${((Date.now() - began) / 1000).toFixed(0)} s`]);
    return done;
  };
  await timed('first release', async () => {
    for (const part of ['storage', 'workflows']) await first.apply(`${run.environment.name}-${part}`, endpoint, signal);
  });
  const example = {
    ...deployment(run),
    api: apiClient(run, apiUrl(run.environment, join(folder, '.local', 'terraform'))),
  };
  const commands = new Commands(run);
  const others = othersOf(example);
  const waiting = await timed('until all wait', async () => await begin([commands, ...found()], example));
  const before = await countRunning(run);
  rows.push(['executions that run then', before]);
  const violations =
    before < FEWEST_RUNNING ? [`${before} executions run, and should be ${FEWEST_RUNNING} at least.`] : [];

  const deployed = new AbortController();
  const newWork = Promise.all([
    commands.publishOn(deployed.signal),
    runExamples(example, deployed.signal),
    ...others.map(([, work]) => work.publishOn(deployed.signal)),
  ]);
  newWork.catch(() => undefined); // told below, when the deployment is over
  const from = Date.now();
  await timed('second release', () => second.apply(`${run.environment.name}-workflows`, endpoint, signal)).finally(() =>
    deployed.abort(),
  );
  const to = Date.now();
  const [published, examples, ...publishedOthers] = await newWork;
  rows.push(
    ['commands meanwhile', published],
    ...others.map(([workflow], index): Rows[number] => [`of ${workflow} meanwhile`, publishedOthers[index] ?? 0]),
    ['examples meanwhile', examples],
  );
  await fault?.afterwards?.(run);

  const count = waiting.reduce((sum, one) => sum + one.count, 0);
  const after = await countRunning(run);
  if (after < count) violations.push(`${count} executions waited, and ${after} do after the deployment.`);
  await timed('until all had ended', async () => {
    for (const said of await Promise.all(waiting.map((one) => one.goOn()))) console.log(`  ${said}`);
    for (const [, work] of others) await work.finished();
    await commands.settled();
  });
  await timed('every example once more', async () => await runExamples(example));
  const versions = await lookAtVersions(run, { from, to });
  rows.push(
    ['executions of the first definition', versions.byDefinition[0]],
    ['  of them served by new code', versions.metNewCode],
    ['executions of the second definition', versions.byDefinition[1]],
  );
  violations.push(...(await commands.violations()), ...versions.violations);
  if (versions.metNewCode === 0) violations.push('No execution of the first definition has met new code.');
  return violations;
}

/** What the workflows bring: such a file exports an `acrossDeployment`, which the compiler checks where it is written. */
function found(): readonly AcrossDeployment[] {
  return workflowsWith(root, 'across-deployment.ts').map(
    (workflow) =>
      (require(join(root, 'lambdas', workflow, 'across-deployment.ts')) as { acrossDeployment: AcrossDeployment })
        .acrossDeployment,
  );
}

function othersOf(example: ExampleRun): readonly (readonly [workflow: string, work: Work])[] {
  return workflowsWith(root, 'meanwhile.ts').map((workflow) => {
    const { meanwhile } = require(join(root, 'lambdas', workflow, 'meanwhile.ts')) as { meanwhile: Meanwhile };
    return [workflow, meanwhile(example)];
  });
}

/** One after the other: all at once would wait for the workers of each other. */
async function begin(all: readonly AcrossDeployment[], example: ExampleRun): Promise<readonly WaitingExecutions[]> {
  const waiting: WaitingExecutions[] = [];
  for (const one of all) waiting.push(await one.begin(example));
  return waiting;
}

/** Runs the examples of the workflows, one after the other: each of them once, or again and again until `until` aborts. @returns how many */
async function runExamples(example: ExampleRun, until?: AbortSignal): Promise<number> {
  const examples = findExamples();
  for (let ran = 0; ; ran++) {
    const next = examples[ran % examples.length];
    if (!next || (until ? until.aborted : ran === examples.length)) return ran;
    await next.run(example).catch((error: unknown) => {
      throw new Error(`The example of ${next.workflow} failed: ${error instanceof Error ? error.message : error}`);
    });
  }
}

function report(violations: readonly string[], fault: Fault | undefined): boolean {
  const shown = violations.slice(0, 20);
  for (const violation of shown) console.error(`  ${violation}`);
  if (violations.length > shown.length) console.error(`  … and ${violations.length - shown.length} more`);
  if (!fault) {
    console.log(
      violations.length === 0
        ? 'Nothing was lost, and nothing failed.'
        : `${violations.length} things are not as they should be: see ${folder}.`,
    );
    return violations.length === 0;
  }
  console.log(violations.length > 0 ? `Noticed: ${fault.what}.` : `Nobody has noticed that ${fault.what}.`);
  return violations.length > 0;
}

process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true';
runUntilStopped(async (argv, signal) => {
  const { values } = parseArgs({ args: [...argv], options: { fault: { type: 'string' } } });
  const fault = values.fault === undefined ? undefined : FAULTS[values.fault];
  if (values.fault !== undefined && !fault)
    throw new Error(`There is no fault "${values.fault}". There are: ${Object.keys(FAULTS).join(', ')}.`);
  return report(await main(fault, signal), fault) ? 0 : 1;
});
