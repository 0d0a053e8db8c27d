import './fakes/environment';
import { beforeEach, describe, expect, test } from '@jest/globals';
import { call, type FakeRequest, httpEvent } from '../fakes/http';
import { FakeS3 } from '../fakes/s3';
import { awsError, FakeStepFunctions } from '../fakes/step-functions';
import { executionName } from '../platform/start-workflow';
import { MACHINES_ARN, OPENAPI_KEY } from './fakes/environment';
import { handler } from './http';
import { getExecution, getOpenApi } from './operations';

let s3: FakeS3;
let sfn: FakeStepFunctions;
beforeEach(() => {
  s3 = new FakeS3().install();
  sfn = new FakeStepFunctions().install();
});

const NAME = executionName('some-work', 'tenant1', 'key-1');
const started = (overrides: object = {}, input: unknown = { tenantCode: 'tenant1' }) => {
  const arn = `${MACHINES_ARN.replace(':stateMachine:', ':execution:')}some-work:${NAME}`;
  const execution = {
    name: NAME,
    input: JSON.stringify(input),
    status: 'RUNNING' as const,
    redriveCount: 0,
    redrivable: true,
  };
  sfn.executions.set(arn, Object.assign(execution, { startDate: new Date(0) }, overrides));
};
const read = (request: FakeRequest = {}) => call(handler, getExecution, { params: { name: NAME }, ...request });

describe('an execution', () => {
  test('that runs is told with its workflow and start', async () => {
    started();
    expect((await read()).body).toEqual({
      name: NAME,
      workflow: 'some-work',
      status: 'RUNNING',
      startedAt: '1970-01-01T00:00:00.000Z',
    });
  });

  test('that has ended is told with its output', async () => {
    started({ status: 'SUCCEEDED', stopDate: new Date(1_000), output: '{"total":7}' });
    expect((await read()).body).toMatchObject({
      status: 'SUCCEEDED',
      stoppedAt: '1970-01-01T00:00:01.000Z',
      output: { total: 7 },
    });
  });

  test('that has failed is told by its error, but not by what that says of roles and tables', async () => {
    started({ status: 'FAILED', error: 'PaymentRefused', cause: 'role/secret' });
    const { body } = await read();
    expect(body).toMatchObject({ status: 'FAILED', error: 'PaymentRefused' });
    expect(JSON.stringify(body)).not.toContain('secret');
  });

  test('of another tenant is not found, and looks like one that is not there', async () => {
    const missing = await read({ tenant: 'tenant2' });
    started();
    expect(await read({ tenant: 'tenant2' })).toEqual(missing);
    expect(missing.status).toBe(404);
  });

  test.each([['a text'], [null], [{}]])('whose input is %p, which names no tenant, is nobody’s', async (input) => {
    started({}, input);
    expect((await read()).status).toBe(404);
  });

  test('of a workflow that keeps none is not found', async () => {
    sfn.before = () => {
      throw awsError('StateMachineTypeNotSupported');
    };
    expect((await read()).status).toBe(404);
  });

  test.each([
    'command-handler:x',
    `../${NAME}`,
    `${'x'.repeat(43)}-1`,
    `some-work_${'x'.repeat(42)}`,
    `Some-Work_${'x'.repeat(43)}`,
  ])('of the name %p, which no start has answered, is not asked for', async (name) => {
    const { status, body } = await read({ params: { name } });
    expect([status, body]).toMatchObject([400, { errors: [{ at: 'path.name' }] }]);
    expect(sfn.calls).toEqual([]);
  });

  test('that AWS does not tell of for another reason is an error', async () => {
    sfn.before = () => {
      throw awsError('AccessDeniedException');
    };
    expect((await read()).status).toBe(500);
  });
});

describe('the document', () => {
  beforeEach(() => {
    s3.put(OPENAPI_KEY, '{"openapi":"3.1.0","paths":{}}');
  });

  test('is given to anybody, with the address at which it was asked for', async () => {
    expect((await call(handler, getOpenApi)).body).toEqual({
      openapi: '3.1.0',
      paths: {},
      servers: [{ url: 'https://api1.execute-api.ap-northeast-1.amazonaws.com' }],
    });
  });

  test('of a stage with a name says that too', async () => {
    const event = httpEvent(getOpenApi);
    const { body } = await handler({ ...event, requestContext: { ...event.requestContext, stage: 'v1' } });
    expect(JSON.parse(body ?? '').servers).toEqual([
      { url: 'https://api1.execute-api.ap-northeast-1.amazonaws.com/v1' },
    ]);
  });

  test('that is not there is an error', async () => {
    new FakeS3().install();
    expect((await call(handler, getOpenApi)).status).toBe(500);
  });
});
