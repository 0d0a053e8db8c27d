import assert from 'node:assert/strict';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SFNClient } from '@aws-sdk/client-sfn';
import { DynamoDBDocumentClient, GetCommand } from '@aws-sdk/lib-dynamodb';
import { awaitExecution } from '../platform/await-execution';
import type { Example, ExampleRun } from '../platform/example';
import { startWorkflow } from '../platform/start-workflow';
import { type CaseFixture, caseRowKey } from './inputs';

const TENANT = 'tenant1';

/** What is to come of the case of each fixture. */
const EXPECTED = {
  resolved: { execution: 'SUCCEEDED', status: 'closed', attempts: 2 },
  escalated: { execution: 'FAILED', status: 'escalated', attempts: 2 },
} as const satisfies Readonly<Record<CaseFixture, object>>;

/** Runs a case of each fixture at once. The same cases in a further run are found as the first has left them. */
export const example: Example = {
  async run(run) {
    await Promise.all([runFixture(run, 'resolved'), runFixture(run, 'escalated')]);
    const { resolved, escalated } = EXPECTED;
    return `one case closed at attempt ${resolved.attempts}, one escalated after ${escalated.attempts}: tier 2 is engaged`;
  },
};

async function runFixture(run: ExampleRun, fixture: CaseFixture): Promise<void> {
  const caseId = `example-${fixture}`;
  const client = new SFNClient(run.aws);
  const name = await startWorkflow(
    { client, arnPrefix: run.arn('states', `stateMachine:${run.resourceName('')}`) },
    'support-case',
    { schemaVersion: 1, tenantCode: TENANT, requestId: caseId, caseId, fixture },
    caseId,
  );
  const executionArn = run.arn('states', `execution:${run.resourceName('support-case')}:${name}`);
  const { status, error } = await awaitExecution(client, executionArn, run.signal);
  const expected = EXPECTED[fixture];
  assert.equal(status, expected.execution, `case ${caseId} ended ${status} (${error}): see ${executionArn}`);
  const { Item } = await DynamoDBDocumentClient.from(new DynamoDBClient(run.aws)).send(
    new GetCommand({ TableName: run.resourceName('cases'), Key: caseRowKey({ tenantCode: TENANT, caseId }) }),
  );
  assert.deepEqual(
    { status: Item?.status, attempts: Item?.attempts },
    { status: expected.status, attempts: expected.attempts },
    `the row of case ${caseId} does not say what came of it`,
  );
}
