import '../fakes/environment';
import { beforeEach, describe, expect, test } from '@jest/globals';
import { awsError, FakeStepFunctions } from '../fakes/step-functions';
import { sfn } from './sfn';
import { executionName, startWorkflow, workflowOf } from './start-workflow';

declare module './start-workflow' {
  interface WorkflowInputs {
    'start-test': { total: number; note?: string | undefined };
  }
}

const machines = { client: sfn, arnPrefix: 'arn:aws:states:ap-northeast-1:000000000000:stateMachine:test-blueprint-' };
const input = { schemaVersion: 1, tenantCode: 'tenant1', requestId: 'request-1', total: 7 };
const start = (more: object = {}, key = 'key-1') => startWorkflow(machines, 'start-test', { ...input, ...more }, key);

let fake: FakeStepFunctions;
beforeEach(() => {
  fake = new FakeStepFunctions().install();
});
const execution = () => [...fake.executions.values()][0];

describe('a start', () => {
  test('has a name that follows from workflow, tenant and key', async () => {
    const name = await start();
    expect(name).toBe(executionName('start-test', 'tenant1', 'key-1'));
    expect(fake.of('StartExecution')).toMatchObject([
      { stateMachineArn: `${machines.arnPrefix}start-test:live`, name, input: JSON.stringify(input) },
    ]);
  });

  test('again finds the first one, whatever the id of the request is, and changes nothing', async () => {
    const name = await start();
    expect(await start({ requestId: 'request-2' })).toBe(name);
    expect(fake.executions.size).toBe(1);
    expect(JSON.parse(execution()?.input ?? '')).toMatchObject({ requestId: 'request-1' });
  });

  test('again finds it after it has ended, too', async () => {
    await start();
    Object.assign(execution() ?? {}, { status: 'SUCCEEDED' });
    await expect(start()).resolves.toMatch(/^start-test_/);
  });

  test('again at once, when AWS does not tell of it yet, finds it by its name', async () => {
    const name = await start();
    fake.before = async ({ operation }) => {
      if (operation === 'DescribeExecution') throw awsError('ExecutionDoesNotExist');
    };
    expect(await start()).toBe(name);
  });

  test('with other input under the same key is refused', async () => {
    await start();
    await expect(start({ total: 8 })).rejects.toMatchObject({
      name: 'WorkflowConflict',
      message: expect.stringContaining('start-test was started with the key "key-1" before'),
    });
    expect(fake.executions.size).toBe(1);
  });

  test('again, after a deployment that writes inputs in a newer version, finds the one of the version before', async () => {
    const name = await start();
    expect(await start({ schemaVersion: 2, total: undefined, sum: 7 })).toBe(name);
    expect(fake.executions.size).toBe(1);
  });

  test('with a member that is undefined is the same as without it: no JSON holds either', async () => {
    await start();
    await expect(start({ note: undefined })).resolves.toMatch(/^start-test_/);
  });

  test('of another tenant, or with another key, is another execution', async () => {
    const names = [await start(), await start({ tenantCode: 'tenant2' }), await start({}, 'key-2')];
    expect(new Set(names).size).toBe(3);
  });

  test('that AWS refuses for another reason fails', async () => {
    fake.before = () => {
      throw awsError('ThrottlingException');
    };
    await expect(start()).rejects.toMatchObject({ name: 'ThrottlingException' });
  });
});

describe('a name', () => {
  test('is one that Step Functions takes, for keys of any kind and workflows of up to 36 characters', () => {
    const longest = executionName(`w${'x'.repeat(35)}`, 'テナント', `clé ${'k'.repeat(999)}`);
    expect(longest).toMatch(/^[\w-]{80}$/);
    expect(workflowOf(longest)).toBe(`w${'x'.repeat(35)}`);
  });

  test.each(['x', 'order', 'order_short', `Order_${'a'.repeat(43)}`, `a/b_${'a'.repeat(43)}`])('%p is none', (name) => {
    expect(workflowOf(name)).toBeUndefined();
  });
});
