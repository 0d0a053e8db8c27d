import '../fakes/environment';
import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import * as z from 'zod/mini';
import { keyFor, taskEvent } from '../fakes/commands';
import { logger, metrics } from './observability';
import { stepFunctionsHandler } from './step-functions-handler';

let output: string;
beforeEach(() => {
  output = '';
  logger.setLogLevel('DEBUG');
  const write = (text: string | Uint8Array) => {
    output += String(text);
    return true;
  };
  jest.spyOn(process.stdout, 'write').mockImplementation(write);
  jest.spyOn(process.stderr, 'write').mockImplementation(write);
});
afterEach(() => {
  jest.restoreAllMocks();
  logger.setLogLevel('SILENT');
});

class OutOfStock extends Error {
  override readonly name = 'OutOfStock';
}

const handler = stepFunctionsHandler({
  input: z.object({ pk: z.string(), version: z.int() }),
  keys: ({ pk, version }) => ({ entity: pk, version }),
  run: async ({ input, context, taskToken }) => {
    logger.info('at work', { state: context.State.Name });
    metrics.addMetric('Worked', 'Count', 1);
    if (input.version === 13) throw new OutOfStock('nothing left');
    return { pk: input.pk, hasToken: taskToken !== undefined, context: Object.keys(context) };
  },
});

const event = (version: number) => {
  const whole = taskEvent(keyFor(version), 'check_version', 'secret-token');
  // AWS puts the token of a waiting Task into the context object as well.
  return { ...whole, context: { ...whole.context, Task: { Token: 'secret-token' } } };
};

test('a result comes back; log lines carry execution and entity; neither they nor the context hold the token', async () => {
  await expect(handler(event(1))).resolves.toEqual({
    pk: 'TENANT#tenant1',
    hasToken: true,
    context: ['Execution', 'State', 'StateMachine'],
  });
  expect(JSON.parse(output.split('\n')[0] ?? '')).toMatchObject({
    message: 'at work',
    state: 'check_version',
    execution: event(1).context.Execution.Id,
    entity: 'TENANT#tenant1',
    version: 1,
  });
  expect(output).not.toContain('secret-token');
});

test('an error is logged with its keys and thrown on with its name, and metrics are flushed all the same', async () => {
  const published = jest.spyOn(metrics, 'publishStoredMetrics');
  await expect(handler(event(13))).rejects.toThrow(OutOfStock);
  expect(output).toMatch(/"level":"ERROR".*"message":"check_version failed".*"version":13.*OutOfStock/);
  expect(published).toHaveBeenCalledTimes(1);
  expect(metrics.hasStoredMetrics()).toBe(false);
});

test('the keys of one invocation do not stay for the next', async () => {
  await handler(event(1));
  output = '';
  logger.info('next');
  expect(output).not.toContain('TENANT#tenant1');
});

test.each([
  ['another source', { ...event(1), source: 'sqs' }, 'source: Invalid input: expected "step-function"'],
  ['no context', { ...event(1), context: undefined }, 'context: Invalid input: expected object, received undefined'],
  [
    'another input',
    { ...event(1), input: { pk: 'x', version: '1' } },
    'input.version: Invalid input: expected number, received string',
  ],
])('%s is an error that says where, and shows no value', async (_, payload, where) => {
  await expect(handler(payload as never)).rejects.toMatchObject({
    name: 'InvalidEvent',
    message: expect.stringContaining(where),
  });
  expect(output).toContain('InvalidEvent');
  expect(output).not.toContain('secret-token');
});
