import assert from 'node:assert/strict';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SFNClient } from '@aws-sdk/client-sfn';
import { DynamoDBDocumentClient, GetCommand } from '@aws-sdk/lib-dynamodb';
import { type AcrossDeployment, each } from '../platform/across-deployment';
import { awaitExecution } from '../platform/await-execution';
import { pause } from '../platform/pause';
import { startWorkflow } from '../platform/start-workflow';
import { decide, type ScheduledOrder, scheduleKey } from './decide';
import type {} from './input';

const ORDERS = 170;
const AT_ONCE = 16;
const ROUND_SECONDS = 15;
/** Looks, for half an hour. */
const ROUNDS = 120;
const LOOK_MS = 100;

/** Orders whose time has come, and that nobody has approved yet: round after round they look, before the deployment and after it. */
export const acrossDeployment: AcrossDeployment = {
  async begin(run) {
    const client = new SFNClient(run.aws);
    const tables = DynamoDBDocumentClient.from(new DynamoDBClient(run.aws));
    const TableName = run.resourceName('schedules');
    const machines = { client, arnPrefix: run.arn('states', `stateMachine:${run.resourceName('')}`) };
    const executeAt = new Date().toISOString();
    const orders = Array.from({ length: ORDERS }, (_, index) => ({
      tenantCode: 'tenant1',
      orderId: `deploy-${executeAt}-${index}`,
    }));
    const executions: string[] = [];
    await each(orders, AT_ONCE, async ({ tenantCode, orderId }) => {
      const rounds = { executeAt, roundSeconds: ROUND_SECONDS, rounds: ROUNDS };
      const input = { schemaVersion: 1, tenantCode, orderId, requestId: orderId, ...rounds } as const;
      const name = await startWorkflow(machines, 'schedule', input, orderId);
      executions.push(run.arn('states', `execution:${run.resourceName('schedule')}:${name}`));
    });
    const isThere = async (order: ScheduledOrder) =>
      (await tables.send(new GetCommand({ TableName, Key: scheduleKey(order) }))).Item !== undefined;
    await each(orders, AT_ONCE, async (order) => {
      while (!(await isThere(order))) {
        run.signal.throwIfAborted();
        await pause(LOOK_MS);
      }
    });
    return {
      count: ORDERS,
      async goOn() {
        await each(orders, AT_ONCE, (order) => decide(tables, TableName, order, 'approved', 'test:deploy'));
        await each(executions, AT_ONCE, async (executionArn) => {
          const { status, output, error, cause } = await awaitExecution(client, executionArn, run.signal);
          assert.equal(status, 'SUCCEEDED', `${executionArn} ended ${status}: ${error} ${cause}`);
          assert((output as { processedAt?: unknown }).processedAt, `${executionArn} was approved, and not processed`);
        });
        return `${ORDERS} scheduled orders saw their approval and were processed`;
      },
    };
  },
};
