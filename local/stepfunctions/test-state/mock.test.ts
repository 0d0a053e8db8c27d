import { describe, expect, test } from '@jest/globals';
import { TestEngine } from '../testing/engine';
import { failing, lambda, put, result, run, waiting } from '../testing/tested-states';
import type { ServiceModels } from './service-models';

const models: ServiceModels = {
  find: (service) =>
    service === 'eventbridge'
      ? {
          operations: { PutEvents: { output: { shape: 'Response' } } },
          shapes: {
            Response: {
              type: 'structure',
              members: { FailedEntryCount: { shape: 'Count' } },
              required: ['FailedEntryCount'],
            },
            Count: { type: 'integer' },
          },
        }
      : undefined,
};

describe('a mocked error', () => {
  const retrier = { ErrorEquals: ['Busy'], IntervalSeconds: 2, MaxAttempts: 3, BackoffRate: 2 };
  const state = {
    ...lambda,
    Retry: [{ ErrorEquals: ['Other'] }, retrier],
    Catch: [{ ErrorEquals: ['Busy'], ResultPath: '$.error', Next: 'Later' }],
  };
  const after = (retrierRetryCount: number) => ({ ...failing('Busy'), stateConfiguration: { retrierRetryCount } });

  test('is tried again, as late as the retries before make it', async () => {
    expect(await run(state, { a: 1 }, after(1))).toMatchObject({
      status: 'RETRIABLE',
      error: 'Busy',
      cause: 'why',
      inspectionData: { errorDetails: { retryIndex: 1, retryBackoffIntervalSeconds: 4 } },
    });
  });

  test('is caught when its retrier is used up', async () => {
    const outcome = await run(state, { a: 1 }, after(3));
    expect(outcome.inspectionData).not.toHaveProperty('afterResultPath');
    expect(outcome).toMatchObject({
      status: 'CAUGHT_ERROR',
      output: '{"a":1,"error":{"Error":"Busy","Cause":"why"}}',
      nextState: 'Later',
      inspectionData: { errorDetails: { retryIndex: 1, catchIndex: 0 } },
    });
  });

  test('fails the state that does not handle it', async () => {
    const outcome = await run(state, {}, failing('Unknown'));
    expect(outcome).toMatchObject({ status: 'FAILED', error: 'Unknown' });
    expect(outcome.inspectionData).not.toHaveProperty('errorDetails');
    expect(outcome).not.toHaveProperty('nextState');
  });

  test('counts as many retries as the context object tells, if nothing else does', async () => {
    const context = JSON.stringify({ State: { RetryCount: 3 } });
    expect((await run(state, {}, { ...failing('Busy'), context })).status).toBe('CAUGHT_ERROR');
  });
});

describe('a mocked result', () => {
  test('passes through the real state, and no call is made', async () => {
    const engine = new TestEngine();
    const state = { ...lambda, ResultSelector: { payload: '$.Payload' }, ResultPath: '$.r' };
    const selected = { ...state, ResultSelector: { 'payload.$': '$.Payload' } };
    const { output } = await run(selected, { a: 1 }, result({ Payload: 2 }), engine);
    expect(output).toBe('{"a":1,"r":{"payload":2}}');
    expect(engine.requests).toEqual([]);
  });

  test('does so for an activity and for a task that waits for its token', async () => {
    const activity = { ...lambda, Resource: 'arn:aws:states:ap-northeast-1:000000000000:activity:a' };
    const token = { ...waiting, Parameters: { 'token.$': '$$.Task.Token' } };
    expect((await run(activity, {}, result(1, 'STRICT'))).output).toBe('1');
    const { output, inspectionData } = await run(
      token,
      {},
      { ...result(1, 'STRICT'), context: '{"Task":{"Token":"t"}}' },
    );
    expect(output).toBe('1');
    expect(inspectionData).toMatchObject({ afterParameters: '{"token":"t"}' });
  });

  test('is measured by the model of the API, as closely as the mode says', async () => {
    const given = (value: unknown, mode: string) =>
      run(put, {}, result(value, mode), new TestEngine(undefined, 1, { models }));
    await expect(given({}, 'STRICT')).rejects.toThrow(
      "Mock result schema validation error: Required field 'FailedEntryCount' is missing",
    );
    await expect(given({ FailedEntryCount: '0' }, 'PRESENT')).rejects.toThrow(
      "Field 'FailedEntryCount' must be a number",
    );
    expect((await given({}, 'PRESENT')).status).toBe('SUCCEEDED');
    expect((await given({ FailedEntryCount: '0' }, 'NONE')).status).toBe('SUCCEEDED');
  });

  test('that no model can measure is refused, not taken', async () => {
    await expect(run(put, {}, result({}, 'STRICT'))).rejects.toThrow(
      /has no service models.*fieldValidationMode to NONE/,
    );
    await expect(run(lambda, {}, result({}, 'PRESENT'), new TestEngine(undefined, 1, { models }))).rejects.toThrow(
      /do not have lambda Invoke/,
    );
  });
});
