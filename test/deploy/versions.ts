import { GetAliasCommand, LambdaClient, paginateListFunctions } from '@aws-sdk/client-lambda';
import {
  type ExecutionListItem,
  type HistoryEvent,
  paginateGetExecutionHistory,
  paginateListExecutions,
  paginateListStateMachines,
  SFNClient,
} from '@aws-sdk/client-sfn';
import { each } from '@blueprint/lambdas/platform/across-deployment';
import { LIVE } from '@blueprint/lambdas/platform/live';
import { clientSettings, type LocalRun, resourcePrefix } from '@blueprint/scripts/start/clients';
import { z } from 'zod';
import { RELEASED } from './release';

const AT_ONCE = 8;
/** Machines that no example has fail on purpose: of them each execution is to succeed. */
const NEVER_FAIL = ['command-handler', 'task-handler', 'task-handler-distributed'];

/** When the second release was applied, from and to, ms since the epoch. */
export interface Deployment {
  readonly from: number;
  readonly to: number;
}

/** Which executions ran which definition and which code. */
export interface Versions {
  /** Executions that ran the first definition, and the second. */
  readonly byDefinition: readonly [first: number, second: number];
  /** Executions of the first definition that functions of the second release have served. */
  readonly metNewCode: number;
  /** A sentence each. */
  readonly violations: readonly string[];
}

/** How many executions run, of all machines. */
export async function countRunning(run: LocalRun): Promise<number> {
  let running = 0;
  for await (const { status } of executionsOf(new SFNClient(clientSettings(run))))
    running += status === 'RUNNING' ? 1 : 0;
  return running;
}

/** Looks at every execution that there was: by what it was started, what it ran, and how it ended. */
export async function lookAtVersions(run: LocalRun, deployment: Deployment): Promise<Versions> {
  const client = new SFNClient(clientSettings(run));
  const violations: string[] = await aliasesLeftBehind(run);
  const byDefinition: [number, number] = [0, 0];
  let metNewCode = 0;
  const all: ExecutionListItem[] = [];
  for await (const execution of executionsOf(client)) all.push(execution);
  await each(all, AT_ONCE, async (execution) => {
    const told = (what: string) => void violations.push(`${execution.executionArn} ${what}.`);
    const machine = execution.stateMachineArn
      ?.split(':')
      .at(-1)
      ?.slice(resourcePrefix(run.environment).length + 1);
    if (execution.status !== 'SUCCEEDED' && NEVER_FAIL.includes(machine ?? '')) told(`is ${execution.status}`);
    if (!execution.stateMachineAliasArn?.endsWith(`:${LIVE}`)) return told('was not started by the alias');
    const events: HistoryEvent[] = [];
    const { executionArn } = execution;
    for await (const page of paginateGetExecutionHistory({ client, pageSize: 1000 }, { executionArn }))
      events.push(...(page.events ?? []));
    const version = Number(execution.stateMachineVersionArn?.split(':').at(-1));
    byDefinition[version === 1 ? 0 : 1] += 1;
    const startedAt = execution.startDate?.getTime() ?? 0;
    if (startedAt < deployment.from && version !== 1)
      told(`was started before the deployment, and runs version ${version}`);
    if (startedAt > deployment.to && version !== 2)
      told(`was started after the deployment, and runs version ${version}`);
    const released = events.some(({ stateEnteredEventDetails }) => stateEnteredEventDetails?.name === RELEASED);
    if (released !== (version === 2)) told(`runs version ${version} by name, and by its states the other one`);
    const code = events.flatMap((event) => codeOf(event));
    if (version === 1 && code.some(({ functionVersion }) => functionVersion === '2')) metNewCode += 1;
    for (const { at, functionVersion } of code) {
      if (at < deployment.from && functionVersion !== '1')
        told(`was served by version ${functionVersion} before the deployment`);
      if (at > deployment.to && functionVersion !== '2')
        told(`was served by version ${functionVersion} after the deployment`);
    }
  });
  return { byDefinition, metNewCode, violations };
}

/** AWS lists executions of Standard workflows only. */
async function* executionsOf(client: SFNClient): AsyncGenerator<ExecutionListItem> {
  for await (const { stateMachines = [] } of paginateListStateMachines({ client }, {})) {
    for (const { stateMachineArn, type } of stateMachines) {
      if (type !== 'STANDARD') continue;
      for await (const page of paginateListExecutions({ client, pageSize: 1000 }, { stateMachineArn }))
        yield* page.executions ?? [];
    }
  }
}

const served = z.object({ ExecutedVersion: z.string() });

/** The version of a function that has just answered, told by the end of a Task, or by its submission where it waits for a token. */
function codeOf({ timestamp, taskSucceededEventDetails, taskSubmittedEventDetails }: HistoryEvent) {
  const { output, resourceType } = taskSubmittedEventDetails ?? taskSucceededEventDetails ?? {};
  if (resourceType !== 'lambda' || output === undefined) return [];
  const parsed = served.safeParse(JSON.parse(output));
  return parsed.success ? [{ at: timestamp?.getTime() ?? 0, functionVersion: parsed.data.ExecutedVersion }] : [];
}

/** A sentence for each function whose alias does not lead to what the second release has published. */
async function aliasesLeftBehind(run: LocalRun): Promise<string[]> {
  const client = new LambdaClient(clientSettings(run));
  const behind: string[] = [];
  for await (const { Functions = [] } of paginateListFunctions({ client }, {})) {
    await each(Functions, AT_ONCE, async ({ FunctionName }) => {
      const { FunctionVersion } = await client.send(new GetAliasCommand({ FunctionName, Name: LIVE }));
      if (FunctionVersion !== '2')
        behind.push(`The alias of ${FunctionName} leads to version ${FunctionVersion}, not 2.`);
    });
  }
  return behind;
}
