import { describe, expect, test } from '@jest/globals';
import type { TaskRequest } from '../integrations/integrations';
import { TestEngine } from '../testing/engine';

const ARN = 'arn:aws:states:ap-northeast-1:000000000000';
const NOWHERE = `${ARN}:mapRun:machine/rows:nowhere`;

const map = (fields: object, ExecutionType = 'STANDARD', inner: object = {}) => ({
  Type: 'Map',
  ItemProcessor: {
    StartAt: 't',
    States: { t: { Type: 'Task', Resource: 'arn:aws:states:::lambda:invoke', End: true, ...inner } },
    ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType },
  },
  ...fields,
});

interface Listed {
  executions: { executionArn: string; name: string; status: string; itemCount: number }[];
  mapRuns: { mapRunArn: string }[];
  nextToken?: string;
}
const list = async (engine: TestEngine, operation: string, input: object) =>
  (await engine.handle(operation, input)) as unknown as Listed;

/** Tasks of these arguments fail at first. */
function failingAtFirst(...values: unknown[]) {
  const left = new Set(values);
  return new TestEngine(({ arguments: given }: TaskRequest) =>
    left.delete(given) ? { error: 'Oops', cause: '' } : new Promise(() => {}),
  );
}

describe('an ARN of a map run', () => {
  test.each(['DescribeMapRun', 'UpdateMapRun', 'ListExecutions'])('of none is answered by %s so', async (operation) => {
    const more = operation === 'UpdateMapRun' ? { maxConcurrency: 1 } : {};
    await expect(new TestEngine().handle(operation, { mapRunArn: NOWHERE, ...more })).rejects.toMatchObject({
      code: 'ResourceNotFound',
      message: `Resource not found: '${NOWHERE}'`,
    });
  });

  test.each(['x', `${ARN}:execution:machine:run`, `${ARN}:mapRun:machine:run`])('is not %s', async (mapRunArn) => {
    await expect(new TestEngine().handle('DescribeMapRun', { mapRunArn })).rejects.toMatchObject({
      code: 'InvalidArn',
    });
  });
});

describe('ListMapRuns', () => {
  test('gives all map runs of an execution in pages, the latest first', async () => {
    const States = {
      a: map({ Label: 'a', Items: [], Next: 'b' }),
      b: map({ Label: 'b', Items: [], Next: 'c' }),
      c: map({ Label: 'c', Items: [], End: true }),
    };
    const engine = new TestEngine();
    for (const [name, state] of Object.entries(States)) {
      const { States: inner } = state.ItemProcessor;
      state.ItemProcessor = { ...state.ItemProcessor, StartAt: `t${name}`, States: { [`t${name}`]: inner.t } as never };
    }
    const { executionArn } = await engine.execute({ StartAt: 'a', States });
    const first = await list(engine, 'ListMapRuns', { executionArn, maxResults: 2 });
    const second = await list(engine, 'ListMapRuns', { executionArn, maxResults: 2, nextToken: first.nextToken });
    const labels = [...first.mapRuns, ...second.mapRuns].map(({ mapRunArn }) => mapRunArn.split(/[/:]/).at(-2));
    expect(labels).toEqual(['c', 'b', 'a']);
    expect(second.nextToken).toBeUndefined();
  });

  test('of an execution without any is empty, and of no execution an error', async () => {
    const engine = new TestEngine();
    const { executionArn } = await engine.execute({ StartAt: 's', States: { s: { Type: 'Succeed' } } });
    expect(await engine.handle('ListMapRuns', { executionArn })).toEqual({ mapRuns: [] });
    const nobody = { executionArn: `${executionArn}x` };
    await expect(engine.handle('ListMapRuns', nobody)).rejects.toMatchObject({ code: 'ExecutionDoesNotExist' });
  });
});

describe('ListExecutions of a map run', () => {
  test('gives its children by status, those that wait for their redrive apart', async () => {
    const engine = failingAtFirst(1, 2);
    const fields = { Label: 'rows', Items: [1, 2, 3], MaxConcurrency: 1, ToleratedFailureCount: 1, End: true };
    const machine = await engine.create({ StartAt: 'each', States: { each: map(fields) } });
    const executionArn = await engine.start(machine);
    await engine.settle();
    const { mapRunArn } = await engine.mapRun(executionArn);
    const statuses = async (statusFilter?: string) => {
      const filter = statusFilter === undefined ? {} : { statusFilter };
      const { executions } = await list(engine, 'ListExecutions', { mapRunArn, ...filter });
      return executions.map(({ status }) => status);
    };
    expect(await statuses()).toEqual(['FAILED', 'FAILED']);
    await engine.handle('RedriveExecution', { executionArn });
    await engine.settle();
    expect(await statuses()).toEqual(['PENDING_REDRIVE', 'RUNNING']);
    expect(await statuses('PENDING_REDRIVE')).toEqual(['PENDING_REDRIVE']);
    expect(await statuses('FAILED')).toEqual([]);
    expect((await engine.mapRun(executionArn)).executionCounts).toMatchObject({
      pendingRedrive: 1,
      running: 1,
      pending: 1,
    });
    engine.service.close();
  });

  test('gives them by when they ended, those that run by when they began, the latest first', async () => {
    const inner = { Type: 'Wait', Seconds: '{% $states.input %}', Resource: undefined };
    const fields = { Label: 'rows', Items: [1, 3, 2, 9, 8], MaxConcurrency: 4, End: true };
    const engine = new TestEngine();
    const executionArn = await engine.start(
      await engine.create({ StartAt: 'each', States: { each: map(fields, 'STANDARD', inner) } }),
    );
    await engine.run(4000);
    const { mapRunArn } = await engine.mapRun(executionArn);
    const { executions } = await list(engine, 'ListExecutions', { mapRunArn });
    const inputs = executions.map(async ({ executionArn: child }) => (await engine.describe(child)).input);
    expect(await Promise.all(inputs)).toEqual(['3', '2', '8', '1', '9']);
    engine.service.close();
  });

  test('names EXPRESS children by the two last parts of their ARNs', async () => {
    const engine = failingAtFirst();
    const fields = { Label: 'rows', Items: [1, 2, 3], ItemBatcher: { MaxItemsPerBatch: 2 }, End: true };
    const machine = await engine.create({ StartAt: 'each', States: { each: map(fields, 'EXPRESS') } });
    const { mapRunArn } = await engine.mapRun(await startSettled(engine, machine));
    const { executions } = await list(engine, 'ListExecutions', { mapRunArn });
    expect(executions.map(({ itemCount }) => itemCount)).toEqual([1, 2]);
    for (const { executionArn, name } of executions) expect(executionArn.endsWith(`/rows:${name}`)).toBe(true);
    engine.service.close();
  });

  test('gives EXPRESS children, of which no operation but DescribeExecution takes the ARN', async () => {
    const engine = failingAtFirst();
    const fields = { Label: 'rows', Items: [1], End: true };
    const machine = await engine.create({ StartAt: 'each', States: { each: map(fields, 'EXPRESS') } });
    const { mapRunArn } = await engine.mapRun(await startSettled(engine, machine));
    const { executions } = await list(engine, 'ListExecutions', { mapRunArn });
    const executionArn = executions[0]?.executionArn ?? '';
    expect(await engine.describe(executionArn)).toMatchObject({ status: 'RUNNING', mapRunArn });
    const refusing = ['GetExecutionHistory', 'StopExecution', 'DescribeStateMachineForExecution', 'RedriveExecution'];
    for (const operation of [...refusing, 'ListMapRuns']) {
      await expect(engine.handle(operation, { executionArn })).rejects.toMatchObject({
        code: 'InvalidArn',
        message: "Invalid Arn: 'Resource type not valid in this context: express'",
      });
    }
    engine.service.close();
  });

  test.each([{}, { stateMachineArn: `${ARN}:stateMachine:m`, mapRunArn: NOWHERE }])(
    'needs one of two: %j',
    async (given) => {
      await expect(new TestEngine().handle('ListExecutions', given)).rejects.toMatchObject({
        code: 'ValidationException',
        message: 'You must specify either a stateMachineArn or a mapRunArn, but not both.',
      });
    },
  );
});

async function startSettled(engine: TestEngine, machine: string): Promise<string> {
  const executionArn = await engine.start(machine);
  await engine.settle();
  return executionArn;
}

describe('UpdateMapRun', () => {
  test.each([
    [{}, 'At least one of'],
    [{ maxConcurrency: -1 }, "Value '-1' at 'maxConcurrency' failed to satisfy constraint"],
    [{ toleratedFailureCount: 1.5 }, 'Member must be an integer'],
    [{ toleratedFailurePercentage: 101 }, 'less than or equal to 100'],
  ])('refuses %j', async (change, message) => {
    const engine = failingAtFirst();
    const machine = await engine.create({ StartAt: 'each', States: { each: map({ Items: [1], End: true }) } });
    const { mapRunArn } = await engine.mapRun(await startSettled(engine, machine));
    await expect(engine.handle('UpdateMapRun', { mapRunArn, ...change })).rejects.toMatchObject({
      code: 'ValidationException',
      message: expect.stringContaining(message),
    });
    engine.service.close();
  });

  test('takes any maxConcurrency for the most children that there may be', async () => {
    const engine = failingAtFirst();
    const fields = { Items: [1, 2, 3], MaxConcurrency: 1, End: true };
    const executionArn = await startSettled(
      engine,
      await engine.create({ StartAt: 'each', States: { each: map(fields) } }),
    );
    const { mapRunArn } = await engine.mapRun(executionArn);
    expect(await engine.handle('UpdateMapRun', { mapRunArn, maxConcurrency: 20_000 })).toEqual({});
    await engine.settle();
    expect(await engine.mapRun(executionArn)).toMatchObject({
      maxConcurrency: 10_000,
      executionCounts: { running: 3 },
    });
    engine.service.close();
  });

  test('fails a map run that has failed more than is tolerated from now on', async () => {
    const engine = failingAtFirst(1, 2);
    const fields = { Items: [1, 2, 3], ToleratedFailureCount: 2, End: true };
    const machine = await engine.create({ StartAt: 'each', States: { each: map(fields) } });
    const executionArn = await startSettled(engine, machine);
    const { mapRunArn } = await engine.mapRun(executionArn);
    expect(await engine.handle('UpdateMapRun', { mapRunArn, toleratedFailureCount: 1 })).toEqual({});
    await engine.run();
    expect(await engine.describe(executionArn)).toMatchObject({ error: 'States.ExceedToleratedFailureThreshold' });
  });
});
