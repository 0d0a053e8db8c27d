import { writeSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { StepFunctions, SystemClock, type TaskOutcome, type TaskRequest } from '@blueprint/local/stepfunctions';
import * as z from 'zod';
import { median, percentile } from '../statistics';
import { lambdaTasks } from './workloads';

export type Scenario = 'waiting' | 'calling';

/** The first Wait is due when all executions have been started, the others one after another. */
const START_MS = 10_000;
const APART_MS = 1;
/** Tasks of an execution that calls, and how long each takes: at least, and at random more. */
const TASKS = 10;
const LEAST_MS = 500;
const MORE_MS = 1_000;

const created = z.object({ stateMachineArn: z.string() });
const started = z.object({ executionArn: z.string() });

/** Finer than the clock of the engine, and of the same time. */
const now = () => performance.timeOrigin + performance.now();

/** When each execution can go on, by its ARN, in milliseconds since the epoch. */
const due = new Map<string, number>();
/** Milliseconds from then until the execution has gone on. */
const transitionsMs: number[] = [];

/** The function that all executions call. */
async function work({ executionArn }: TaskRequest): Promise<TaskOutcome> {
  const since = due.get(executionArn);
  if (since !== undefined) transitionsMs.push(now() - since);
  await pause(LEAST_MS + Math.random() * MORE_MS);
  due.set(executionArn, now());
  return { output: { Payload: {} } };
}

/** Told of each execution's end: to ask for those that run would take longer than what they do. */
let ended = (_status: string) => {};

const engine = new StepFunctions({
  region: 'ap-northeast-1',
  accountId: '000000000000',
  clock: new SystemClock(),
  random: Math.random,
  integrations: { supports: (resource) => resource === 'lambda:invoke', call: work },
  onStatusChange: ({ status }) => {
    if (status !== 'RUNNING') ended(status);
  },
});

async function create(scenario: Scenario): Promise<string> {
  const tasks = lambdaTasks(scenario === 'waiting' ? 1 : TASKS);
  const wait = { Type: 'Wait', TimestampPath: '$.until', Next: tasks.StartAt };
  const machine = scenario === 'waiting' ? { StartAt: 'wait', States: { wait, ...tasks.States } } : tasks;
  const roleArn = 'arn:aws:iam::000000000000:role/bench';
  const request = { name: scenario, definition: JSON.stringify(machine), roleArn };
  return created.parse(await engine.handle('CreateStateMachine', request)).stateMachineArn;
}

/** Returns when all executions wait, or call their first function. */
async function start(stateMachineArn: string, scenario: Scenario, executions: number): Promise<void> {
  const first = Date.now() + START_MS;
  for (let index = 0; index < executions; index++) {
    const until = first + index * APART_MS;
    const input = JSON.stringify({ until: new Date(until).toISOString() });
    const { executionArn } = started.parse(await engine.handle('StartExecution', { stateMachineArn, input }));
    if (scenario === 'waiting') due.set(executionArn, until);
  }
  await engine.idle();
  if (Date.now() >= first) throw new Error(`To start ${executions} executions took more than ${START_MS / 1000} s.`);
}

function untilEnded(executions: number): Promise<void> {
  let left = executions;
  return new Promise((resolve, reject) => {
    ended = (status) => {
      left -= 1;
      if (status !== 'SUCCEEDED') reject(new Error(`An execution ended ${status}.`));
      else if (left === 0) resolve();
    };
  });
}

function heapBytes(): number {
  global.gc?.();
  return process.memoryUsage().heapUsed;
}

/** Writes to file descriptor 3 what so many executions took. */
async function main(scenario: Scenario, executions: number): Promise<void> {
  const stateMachineArn = await create(scenario);
  const before = heapBytes();
  await start(stateMachineArn, scenario, executions);
  const kibEach = (heapBytes() - before) / executions / 1024;
  await untilEnded(executions);
  const report = {
    transitions: transitionsMs.length,
    transitionMs: {
      median: median(transitionsMs),
      p99: percentile(transitionsMs, 0.99),
      most: Math.max(...transitionsMs),
    },
    kibEach,
    peakMiB: process.resourceUsage().maxRSS / 1024,
  };
  writeSync(3, JSON.stringify(report));
}

main(process.argv[2] === 'waiting' ? 'waiting' : 'calling', Number(process.argv[3])).catch((error) => {
  console.error(error);
  process.exitCode = 1;
});
