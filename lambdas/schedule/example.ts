import assert from 'node:assert/strict';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SFNClient } from '@aws-sdk/client-sfn';
import { DynamoDBDocumentClient, GetCommand } from '@aws-sdk/lib-dynamodb';
import { awaitExecution, type EndedExecution } from '../platform/await-execution';
import type { Example, ExampleRun } from '../platform/example';
import { pause } from '../platform/pause';
import { startWorkflow } from '../platform/start-workflow';
import { type Decision, decide, type ScheduledOrder, scheduleKey } from './decide';

const TENANT = 'tenant1';

/** How far ahead the approved order is scheduled: longer than a round. */
const AHEAD_MS = 3_000;

/** Looks, a second apart, at an order that is decided: more than a slow machine needs until then. */
const ROUNDS = 10;

/** Looks for the row of an order, and the longest pause between two, in ms. */
const ROW_LOOKS = 200;
const ROW_LOOK_MS = 50;

/** Schedules orders with rounds of a second: one is approved and waits for its time, one is rejected, one is left to expire. */
export const example: Example = {
  async run(run) {
    // The time of an order is another in each run, and so is its name.
    const suffix = Date.now().toString(36);
    const executeAt = new Date(Date.now() + AHEAD_MS).toISOString();
    const [approved, rejected, expired, invalid] = await Promise.all([
      scheduleOrder(run, `approved-${suffix}`, executeAt, 'approved'),
      scheduleOrder(run, `rejected-${suffix}`, executeAt, 'rejected'),
      scheduleOrder(run, `expired-${suffix}`, executeAt),
      scheduleOrder(run, `invalid-${suffix}`, '2026-02-30T12:00:00Z'),
    ]);
    const { processedAt } = output(approved);
    const lateMs = Date.parse(String(processedAt)) - Date.parse(executeAt);
    assert(lateMs >= 0, `the approved order was processed at ${processedAt}, before its time ${executeAt}`);
    assert.equal(
      output(rejected).approval,
      'rejected',
      `the rejected order ended as ${JSON.stringify(rejected.output)}`,
    );
    assert.equal(expired.error, 'ApprovalExpired', `the order that nobody approved ended ${expired.status}`);
    assert.equal(invalid.error, 'InvalidInput', `the order for February 30 ended ${invalid.status}`);
    return `approved: processed ${lateMs} ms after its time; rejected: not; not decided: expired; for February 30: refused`;
  },
};

/** Starts the workflow for an order, decides on it as soon as it can be, and waits for the end. */
async function scheduleOrder(
  run: ExampleRun,
  name: string,
  executeAt: string,
  decision?: Decision,
): Promise<EndedExecution> {
  const client = new SFNClient(run.aws);
  const order = { tenantCode: TENANT, orderId: `example-${name}` };
  const rounds = decision ? ROUNDS : 1;
  const execution = await startWorkflow(
    { client, arnPrefix: run.arn('states', `stateMachine:${run.resourceName('')}`) },
    'schedule',
    { schemaVersion: 1, ...order, requestId: order.orderId, executeAt, roundSeconds: 1, rounds },
    order.orderId,
  );
  const executionArn = run.arn('states', `execution:${run.resourceName('schedule')}:${execution}`);
  if (decision) await decideOnceAsked(run, order, decision);
  return awaitExecution(client, executionArn, run.signal);
}

/** Decides as soon as the execution has asked for it in the table. */
async function decideOnceAsked(run: ExampleRun, order: ScheduledOrder, decision: Decision): Promise<void> {
  const client = DynamoDBDocumentClient.from(new DynamoDBClient(run.aws));
  const asked = new GetCommand({ TableName: run.resourceName('schedules'), Key: scheduleKey(order) });
  for (let look = 1; (await client.send(asked)).Item === undefined; look++) {
    assert(look < ROW_LOOKS, `order ${order.orderId} is not in the table: did its execution fail at RequestApproval?`);
    await pause(ROW_LOOK_MS);
    run.signal.throwIfAborted();
  }
  await decide(client, run.resourceName('schedules'), order, decision, 'example');
}

/** What an execution put out; nothing when it failed. */
function output({ output }: EndedExecution): Record<string, unknown> {
  return { ...(output as object | undefined) };
}
