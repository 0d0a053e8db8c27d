import { START, TestEngine } from '@blueprint/local/stepfunctions/testing/engine';
import { taskHandler } from '@blueprint/stacks/task/definition';
import { inlineItemsLimit } from '@blueprint/stacks/task/inline-limit';
import { describe, expect, test } from '@jest/globals';

const definition = taskHandler({
  functionArn: (path) => `arn:aws:lambda:ap-northeast-1:000000000000:function:${path.replace('/', '-')}`,
  concurrency: 2,
  mode: 'INLINE',
});
const HISTORY_EVENTS = 25_000;
const REDRIVE_EVENTS = 1_000;

function task(itemCount: number, timeoutSeconds = 900) {
  return {
    tenantCode: 'tenant1',
    taskId: 'task-1',
    taskType: 'address-label',
    itemCount,
    timeoutSeconds,
    requestId: 'request-1',
  };
}

interface Payload {
  input: { item: number; startedAt: string; error?: string; cause?: string };
}
const inputOf = (request: { arguments: unknown }) => (request.arguments as { Payload: Payload }).Payload.input;
const succeeded = { output: { Payload: {} } };

/** Fails as often as every Retry allows: six times by Lambda, three times by the function. */
class Outage {
  private readonly attempts = new Map<string, number>();

  next(where: string) {
    const attempt = (this.attempts.get(where) ?? 0) + 1;
    this.attempts.set(where, attempt);
    if (attempt <= 6) return { error: 'Lambda.TooManyRequestsException', cause: 'Rate exceeded' };
    return attempt <= 9 ? { error: 'Runtime.ExitError', cause: 'killed' } : undefined;
  }
}

async function eventsOf(itemCount: number): Promise<number> {
  const outage = new Outage();
  const engine = new TestEngine((request) => {
    const where = `${request.stateName} ${inputOf(request).item}`;
    const failure = outage.next(where);
    if (failure) return failure;
    return request.stateName === 'iterator' ? { error: 'Runtime.ExitError', cause: 'killed once more' } : succeeded;
  });
  const { status, executionArn } = await engine.execute(definition, task(itemCount));
  expect(status).toBe('SUCCEEDED');
  return (await engine.history(executionArn)).length;
}

describe('the history of an execution', () => {
  test('grows by as many events per item, at the worst, as the limit of the inline map is made from', async () => {
    const [one, three] = [await eventsOf(1), await eventsOf(3)];
    const perItem = (three - one) / 2;
    const around = one - perItem;
    const limit = inlineItemsLimit(definition);
    expect(limit * perItem + around).toBeLessThanOrEqual(HISTORY_EVENTS - REDRIVE_EVENTS);
    expect((limit + 1) * perItem + around).toBeGreaterThan(HISTORY_EVENTS - REDRIVE_EVENTS);
  });

  test('has seven events for an item that nothing disturbs', async () => {
    const count = async (itemCount: number) => {
      const engine = new TestEngine(() => succeeded);
      const { executionArn } = await engine.execute(definition, task(itemCount));
      return (await engine.history(executionArn)).length;
    };
    expect((await count(5)) - (await count(4))).toBe(7);
  });
});

describe('the states', () => {
  test('get a single item as well as many, each by its number', async () => {
    for (const itemCount of [1, 5]) {
      const engine = new TestEngine(() => succeeded);
      expect(await engine.execute(definition, task(itemCount))).toMatchObject({ status: 'SUCCEEDED' });
      const items = engine.requests.filter(({ stateName }) => stateName === 'iterator').map((one) => inputOf(one));
      expect(items.map(({ item }) => item)).toEqual(Array.from({ length: itemCount }, (_, index) => index + 1));
      expect(items[0]).toEqual({ ...task(itemCount), item: 1, startedAt: new Date(START).toISOString() });
      expect(inputOf(engine.requests.at(-1) ?? { arguments: undefined })).toEqual(task(itemCount));
    }
  });

  test('go on when an item can’t be run: item_failed is told why', async () => {
    const engine = new TestEngine((request) =>
      request.stateName === 'iterator' && inputOf(request).item === 2
        ? { error: 'TaskMissing', cause: 'there is no item 2' }
        : succeeded,
    );
    expect(await engine.execute(definition, task(3))).toMatchObject({ status: 'SUCCEEDED' });
    const ran = engine.requests.map((one) => `${one.stateName} ${inputOf(one).item ?? ''}`.trim());
    expect(ran.sort()).toEqual(['item_failed 2', 'iterator 1', 'iterator 2', 'iterator 3', 'settle_task']);
    const failed = engine.requests.find(({ stateName }) => stateName === 'item_failed');
    expect(failed && inputOf(failed)).toMatchObject({ error: 'TaskMissing', cause: 'there is no item 2' });
  });

  test.each([
    ['a minute, when more is left', 900, 60],
    ['what is left until the deadline', 45, 45],
    ['ten seconds at least, to record that the time is over', 3, 10],
  ])('an item has %s', async (_, timeoutSeconds, expected) => {
    const engine = new TestEngine((request) => (request.stateName === 'iterator' ? new Promise(() => {}) : succeeded));
    const { executionArn, stopDate } = await engine.execute(definition, task(1, timeoutSeconds));
    const scheduled = (await engine.history(executionArn)).find(({ type }) => type === 'TaskScheduled');
    expect(scheduled?.taskScheduledEventDetails).toMatchObject({ timeoutInSeconds: expected });
    expect(stopDate).toBe(START / 1000 + expected);
    const failed = engine.requests.find(({ stateName }) => stateName === 'item_failed');
    expect(failed && inputOf(failed).error).toBe('States.Timeout');
  });
});
