import { beforeEach, describe, expect, test } from '@jest/globals';
import { FakeStepFunctions } from '../fakes/step-functions';
import { executionName } from '../platform/start-workflow';
import { MACHINES_ARN } from './fakes/environment';
import { imageInput } from './input';
import { handler } from './start';

const KEY = 'originals/tenant1/beach/photo.jpg';
let sfn: FakeStepFunctions;
beforeEach(() => {
  sfn = new FakeStepFunctions().install();
});

const put = (key: string, versionId?: string, requestId = 'request-9') => ({
  Records: [
    {
      eventName: 'ObjectCreated:Put',
      responseElements: { 'x-amz-request-id': requestId },
      s3: { object: { key, ...(versionId && { versionId }) } },
    },
  ],
});
const send = (...bodies: object[]) =>
  handler({
    Records: bodies.map((body, index) => ({ messageId: `message-${index + 1}`, body: JSON.stringify(body) })),
  } as never);
const refused = { batchItemFailures: [{ itemIdentifier: 'message-1' }] };

describe('an original', () => {
  test('starts the workflow with the version pinned', async () => {
    expect(await send(put(KEY, 'version-1'))).toEqual({ batchItemFailures: [] });
    const [started] = sfn.of('StartExecution');
    expect(started).toMatchObject({
      stateMachineArn: `${MACHINES_ARN}image:live`,
      name: executionName('image', 'tenant1', `${KEY}@version-1`),
    });
    const input = JSON.parse(started?.input ?? '');
    expect(input).toEqual({
      schemaVersion: 1,
      tenantCode: 'tenant1',
      requestId: 'request-9',
      key: KEY,
      versionId: 'version-1',
    });
    expect(imageInput.parse(input)).toEqual(input);
  });

  test('told of twice is one execution; a new version is another', async () => {
    await send(put(KEY, 'version-1'), put(KEY, 'version-1'));
    expect(await send(put(KEY, 'version-1', 'request-10'))).toEqual({ batchItemFailures: [] });
    expect(sfn.executions.size).toBe(1);
    await send(put(KEY, 'version-2'));
    expect(sfn.executions.size).toBe(2);
  });

  test('whose start AWS refuses for a moment comes again, the others do not', async () => {
    sfn.before = ({ input }) => {
      if (input.input?.includes('version-1')) throw Object.assign(new Error('slow'), { name: 'ThrottlingException' });
    };
    expect(await send(put(KEY, 'version-1'), put(KEY, 'version-2'))).toEqual(refused);
    expect(sfn.executions.size).toBe(1);
  });
});

describe('a message', () => {
  test('with an object that can’t be started comes again, and keeps none of its others waiting', async () => {
    const Records = ['originals/photo.jpg', KEY].flatMap((key) => put(key, 'version-1').Records);
    expect(await send({ Records })).toEqual(refused);
    expect([...sfn.executions.keys()]).toEqual([
      expect.stringContaining(executionName('image', 'tenant1', `${KEY}@version-1`)),
    ]);
  });

  test('that S3 sends as a test means nothing', async () => {
    expect(await send({ Event: 's3:TestEvent' })).toEqual({ batchItemFailures: [] });
    expect(sfn.calls).toEqual([]);
  });

  test.each([
    ['no notification', { key: KEY }],
    ['an object of no tenant', put('originals/photo.jpg', 'version-1')],
    ['an object of a tenant with a strange name', put('originals/a%20b/photo.jpg', 'version-1')],
    ['an object without a version', put(KEY)],
  ])('that is %s comes again, until it is a dead letter', async (_, body) => {
    expect(await send(body)).toEqual(refused);
    expect(sfn.calls).toEqual([]);
  });
});
