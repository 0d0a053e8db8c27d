import { deepStrictEqual, strictEqual } from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { SFNClient } from '@aws-sdk/client-sfn';
import { awaitExecution } from '../platform/await-execution';
import type { Example } from '../platform/example';
import { startWorkflow } from '../platform/start-workflow';
import { type MyCustomInput, SCHEMA_VERSION } from './input';

/** Starts the workflow as one's own code would, twice with the same key, and looks at what came of the one execution. */
export const example: Example = {
  async run(run) {
    const client = new SFNClient(run.aws);
    const machines = { client, arnPrefix: run.arn('states', `stateMachine:${run.resourceName('')}`) };
    const requestId = randomUUID();
    const input: MyCustomInput = {
      schemaVersion: SCHEMA_VERSION,
      tenantCode: 'tenant1',
      requestId,
      items: ['A-1', 'A-2', 'A-1'],
    };
    const name = await startWorkflow(machines, 'my-custom', input, requestId);
    strictEqual(await startWorkflow(machines, 'my-custom', input, requestId), name, 'a repeat starts nothing new');
    const executionArn = run.arn('states', `execution:${run.resourceName('my-custom')}:${name}`);
    const { status, output, error, cause } = await awaitExecution(client, executionArn, run.signal);
    strictEqual(status, 'SUCCEEDED', `${executionArn} ended ${status}: ${error} ${cause}`);
    deepStrictEqual(output, { status: 'completed', items: 3, distinctItems: 2 });
    return '3 items processed, 2 of them distinct; a repeated start found the first execution';
  },
};
