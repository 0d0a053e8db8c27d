import '../fakes/environment';
import { beforeEach, describe, expect, test } from '@jest/globals';
import type { AttributeValue, DynamoDBRecord } from 'aws-lambda';
import { keyFor } from '../fakes/commands';
import { STATE_MACHINE_ARN } from '../fakes/environment';
import { awsError, FakeQueue, FakeStepFunctions } from '../fakes/step-functions';
import { executionName, versionKey } from './keys';
import { handler } from './trigger';

let sfn: FakeStepFunctions;
let queue: FakeQueue;
beforeEach(() => {
  sfn = new FakeStepFunctions().install();
  queue = new FakeQueue().install();
});

function record(version: number, overrides: Record<string, AttributeValue | undefined> = {}): DynamoDBRecord {
  const key = keyFor(version);
  const keys = { pk: { S: key.pk }, sk: { S: versionKey(key.sk, version) } };
  const image: Record<string, AttributeValue | undefined> = {
    ...keys,
    entitySk: { S: key.sk },
    version: { N: String(version) },
    entityType: { S: key.entityType },
    tenantCode: { S: key.tenantCode },
    commandId: { S: key.commandId },
    context: { M: { userId: { S: 'user1' }, tenantCode: { S: 'tenant1' }, requestId: { S: key.requestId } } },
    attributes: { M: { status: { S: 'new' }, total: { N: '1' } } },
    ...overrides,
  };
  return {
    eventID: `event-${version}`,
    eventName: 'INSERT',
    dynamodb: { SequenceNumber: `sequence-${version}`, Keys: keys, NewImage: image as Record<string, AttributeValue> },
  };
}

const deliver = (...records: DynamoDBRecord[]) => handler({ Records: records });

describe('a record', () => {
  test('starts one execution, named and fed from the row alone', async () => {
    expect(await deliver(record(1))).toEqual({ batchItemFailures: [] });
    expect(sfn.of('StartExecution')).toEqual([
      { stateMachineArn: STATE_MACHINE_ARN, name: executionName(keyFor(1), 1), input: JSON.stringify(keyFor(1)) },
    ]);
  });

  test('delivered again has no second effect', async () => {
    await deliver(record(1));
    expect(await deliver(record(1))).toEqual({ batchItemFailures: [] });
    expect(sfn.executions.size).toBe(1);
  });

  test('of an entity type nobody knows starts too: its failure belongs on the command', async () => {
    await deliver(record(1, { entityType: { S: 'ship' } }));
    expect(sfn.executions.size).toBe(1);
  });

  test('of a change is none of ours', async () => {
    await deliver({ ...record(1), eventName: 'MODIFY' });
    expect(sfn.calls).toEqual([]);
  });
});

describe('a record that AWS refuses', () => {
  test('is reported; the others of its batch have started', async () => {
    sfn.before = ({ input }) => {
      if (input.name === executionName(keyFor(2), 1)) throw awsError('ThrottlingException');
    };
    expect(await deliver(record(1), record(2), record(3))).toEqual({
      batchItemFailures: [{ itemIdentifier: 'sequence-2' }],
    });
    expect(sfn.executions.size).toBe(2);
  });

  test('alone in its batch is reported, not thrown', async () => {
    sfn.before = () => {
      throw awsError('ThrottlingException');
    };
    expect(await deliver(record(1))).toEqual({ batchItemFailures: [{ itemIdentifier: 'sequence-1' }] });
  });
});

describe('a record that can’t be read', () => {
  test.each([
    [
      'no command id',
      { commandId: undefined },
      /^NewImage: commandId: Invalid input: expected object, received undefined$/,
    ],
    ['a version in letters', { version: { N: 'one' } }, /^NewImage: version\.N: .*must match pattern/],
    ['a version that is not the key’s', { version: { N: '2' } }, /ORDER#order123@0000000001.*version 2/],
    ['no request', { context: { M: {} } }, /context\.M\.requestId: .*expected object, received undefined/],
  ])('%s: is kept with its reason, and the rest goes on', async (_, overrides, reason) => {
    expect(await deliver(record(1, overrides), record(2))).toEqual({ batchItemFailures: [] });
    expect(sfn.executions.size).toBe(1);
    const [message] = queue.messages.map((body) => JSON.parse(body));
    expect(message).toMatchObject({
      reason: expect.stringMatching(reason),
      keys: { pk: { S: 'TENANT#tenant1' } },
      sequenceNumber: 'sequence-1',
      image: { entitySk: { S: 'ORDER#order123' } },
    });
  });

  test('without an image is kept too', async () => {
    await deliver({ eventName: 'INSERT', dynamodb: { SequenceNumber: '1', Keys: { pk: { S: 'x' } } } });
    expect(JSON.parse(queue.messages[0] ?? '')).toMatchObject({ reason: expect.any(String), keys: { pk: { S: 'x' } } });
  });

  test('and is large leaves its image out and its keys in, so that the message fits', async () => {
    await deliver(record(1, { commandId: undefined, attributes: { S: 'x'.repeat(300_000) } }));
    const message = JSON.parse(queue.messages[0] ?? '');
    expect(message).toMatchObject({ keys: expect.anything(), imageBytes: expect.any(Number) });
    expect(message).not.toHaveProperty('image');
  });

  test('holds characters that SQS refuses: they arrive all the same', async () => {
    await deliver(record(1, { commandId: undefined, entityType: { S: 'a\uFFFFb' } }));
    expect(queue.messages[0]).not.toContain('\uFFFF');
    expect(JSON.parse(queue.messages[0] ?? '').image.entityType.S).toBe('a\uFFFFb');
  });

  test('is delivered again when the queue does not take it', async () => {
    queue.fail = awsError('ServiceUnavailable');
    expect(await deliver(record(1, { commandId: undefined }))).toEqual({
      batchItemFailures: [{ itemIdentifier: 'sequence-1' }],
    });
  });
});
