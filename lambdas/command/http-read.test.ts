import '../fakes/environment';
import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { commandRow, dataRow, settledRow } from '../fakes/commands';
import { FakeDynamoDB } from '../fakes/dynamodb';
import { call, type FakeRequest } from '../fakes/http';
import { handler } from './http';
import { getCommand, getEntity, listCommands } from './operations';

let db: FakeDynamoDB;
beforeEach(() => {
  db = new FakeDynamoDB().install();
});

const params = { entityType: 'order', id: 'order123' };
const commandAt = (version: number, request: FakeRequest = {}) =>
  call(handler, getCommand, { params: { ...params, version: String(version) }, ...request });
const list = (query: Record<string, string> = {}, request: FakeRequest = {}) =>
  call(handler, listCommands, { params, query, ...request });
const entity = (version?: number, request: FakeRequest = {}) =>
  call(handler, getEntity, {
    params,
    ...(version !== undefined && { query: { version: String(version) } }),
    ...request,
  });

const problem = (answer: { body: unknown }) =>
  answer.body as { type: string; detail: string; errors: { at: string }[] };

describe('the status of a command', () => {
  test('is read consistently, in one read that leaves the body where it is', async () => {
    db.put('commands', commandRow(2));
    expect(await commandAt(2)).toMatchObject({
      status: 200,
      body: {
        entityType: 'order',
        id: 'order123',
        version: 2,
        commandId: 'command-2',
        action: 'put',
        status: 'accepted',
        acceptedAt: '2025-01-01T00:00:00.000Z',
      },
    });
    expect(db.calls).toMatchObject([{ operation: 'Get', input: { ConsistentRead: true } }]);
    expect(db.calls[0]?.input.ExpressionAttributeNames).not.toHaveProperty('#attributes');
  });

  test('tells when it was applied', async () => {
    db.put('commands', settledRow(1));
    expect((await commandAt(1)).body).toMatchObject({ status: 'applied', settledAt: '2025-01-01T00:00:01.000Z' });
  });

  test('tells why it was skipped, but not who decided that', async () => {
    db.put('commands', settledRow(1, { status: 'skipped', skip: { reason: 'a duplicate', by: 'operator', at: '' } }));
    const { body } = await commandAt(1);
    expect(body).toMatchObject({ status: 'skipped', reason: 'a duplicate' });
    expect(JSON.stringify(body)).not.toContain('operator');
  });

  test('tells by which error it failed, but not what the error says of roles and tables', async () => {
    const failure = { error: 'AccessDeniedException', cause: 'role/secret', executionArn: 'arn:secret', at: '' };
    db.put('commands', commandRow(1, { status: 'failed', failure }));
    const { body } = await commandAt(1);
    expect(body).toMatchObject({ status: 'failed', error: 'AccessDeniedException' });
    expect(JSON.stringify(body)).not.toContain('secret');
  });

  test('of a command that failed once and runs again tells of no failure', async () => {
    const failure = { error: 'X', cause: '', executionArn: 'arn', at: '' };
    db.put('commands', commandRow(1, { status: 'accepted', failure }));
    expect((await commandAt(1)).body).not.toHaveProperty('error');
  });

  test('of a version that nobody has published, or that is known no more, is not found', async () => {
    expect(problem(await commandAt(1)).type).toBe('urn:problem-type:not-found');
  });

  test('of another tenant is not found', async () => {
    db.put('commands', commandRow(1));
    expect((await commandAt(1, { tenant: 'tenant2' })).status).toBe(404);
  });

  test('of an entity of another type, whose sort keys begin alike, is not found', async () => {
    db.put('commands', commandRow(1, { entityType: 'order-line' }));
    expect((await commandAt(1)).status).toBe(404);
  });

  test.each(['0', '-1', 'x', '1.5', '10000000000'])('of version %p is told as a mistake', async (version) => {
    const answer = await call(handler, getCommand, { params: { ...params, version } });
    expect(problem(answer).errors.map(({ at }) => at)).toEqual(['path.version']);
  });
});

describe('the commands of an entity', () => {
  beforeEach(() => {
    for (let version = 1; version <= 5; version++) db.put('commands', settledRow(version));
  });
  const versions = ({ body }: { body: unknown }) =>
    (body as { commands: { version: number }[] }).commands.map(({ version }) => version);

  test('come newest first, page by page, to an end', async () => {
    const first = await list({ limit: '2' });
    expect([versions(first), first.body]).toMatchObject([[5, 4], { next: 4 }]);
    const second = await list({ limit: '2', before: '4' });
    expect([versions(second), second.body]).toMatchObject([[3, 2], { next: 2 }]);
    const last = await list({ limit: '2', before: '2' });
    expect(versions(last)).toEqual([1]);
    expect(last.body).not.toHaveProperty('next');
  });

  test('are read consistently, no more than are asked for', async () => {
    expect(versions(await list({ limit: '3' }))).toEqual([5, 4, 3]);
    expect(db.calls).toMatchObject([{ operation: 'Query', input: { ConsistentRead: true, Limit: 3 } }]);
  });

  test('of which there are none are an empty page', async () => {
    expect((await call(handler, listCommands, { params: { ...params, id: 'none' } })).body).toEqual({ commands: [] });
  });

  test('of another tenant are not among them', async () => {
    expect((await list({}, { tenant: 'tenant2' })).body).toEqual({ commands: [] });
  });

  test('are fifty at the most', async () => {
    expect(problem(await list({ limit: '51' })).errors.map(({ at }) => at)).toEqual(['query.limit']);
  });
});

describe('an entity', () => {
  beforeEach(() => {
    jest.useFakeTimers();
  });
  afterEach(() => {
    jest.useRealTimers();
  });
  const later = <T>(answer: Promise<T>, ms: number): Promise<T> => {
    void jest.advanceTimersByTimeAsync(ms);
    return answer;
  };

  test('is read in one consistent read', async () => {
    db.put('data', dataRow(3));
    expect(await entity()).toMatchObject({
      status: 200,
      body: {
        entityType: 'order',
        id: 'order123',
        version: 3,
        attributes: { status: 'status-3', total: 300 },
        createdAt: '2025-01-01T00:00:00.000Z',
        updatedAt: '2025-01-01T00:00:00.000Z',
      },
    });
    expect(db.calls).toMatchObject([{ operation: 'Get', input: { ConsistentRead: true } }]);
  });

  test('at the version that the reader has written, or a newer one, is read at once', async () => {
    db.put('data', dataRow(3));
    expect(await entity(3)).toMatchObject({ status: 200, body: { version: 3 } });
    expect(await entity(2)).toMatchObject({ status: 200, body: { version: 3 } });
  });

  test('at a version that is being applied is waited for', async () => {
    db.put('data', dataRow(1));
    db.put('commands', commandRow(2));
    db.after = ({ operation }) => {
      if (operation === 'BatchGet' && db.operations().filter((one) => one === operation).length === 2) {
        db.put('data', dataRow(2));
      }
    };
    expect(await later(entity(2), 2_000)).toMatchObject({ status: 200, body: { version: 2 } });
    expect(db.operations()).toEqual(['Get', 'BatchGet', 'BatchGet', 'BatchGet', 'Get']);
    const reads = db.calls.flatMap(({ input }) => [input, ...Object.values(input.RequestItems ?? {})]);
    expect(reads.filter(({ ConsistentRead }) => ConsistentRead === true)).toHaveLength(2 + 3 * 2);
  });

  test('at a version that takes longer is pending, after four seconds and a handful of reads', async () => {
    db.put('data', dataRow(1));
    db.put('commands', commandRow(2));
    const answer = await later(entity(2), 4_000);
    expect(answer).toMatchObject({
      status: 202,
      headers: { 'retry-after': '1', location: '/commands/order/order123/2' },
      body: { status: 'pending', version: 1 },
    });
    expect(db.calls.length).toBeLessThanOrEqual(9);
  });

  test('at a version whose command has failed is not waited for', async () => {
    const failure = { error: 'X', cause: '', executionArn: 'arn', at: '' };
    db.put('commands', commandRow(1, { status: 'failed', failure }));
    expect(await entity(1)).toMatchObject({
      status: 202,
      headers: { 'retry-after': '60' },
      body: { status: 'failed', version: 0 },
    });
  });

  test('at a version that nobody has published is not found, and not waited for', async () => {
    db.put('data', dataRow(1));
    expect(problem(await entity(2)).detail).toBe('there is no version 2 of order "order123"');
  });

  test('that was deleted is gone, and its version is told', async () => {
    db.put('data', dataRow(4, { deleted: true, attributes: undefined }));
    for (const answer of [await entity(), await entity(4)]) {
      expect(answer).toMatchObject({ status: 410, body: { type: 'urn:problem-type:deleted', version: 4 } });
    }
  });

  test('that is not there, or is of another type, is not found', async () => {
    expect((await entity()).status).toBe(404);
    db.put('data', dataRow(1, { entityType: 'order-line' }));
    expect((await entity()).status).toBe(404);
  });

  test('of another tenant is not found, with a version and without', async () => {
    db.put('data', dataRow(1));
    db.put('commands', commandRow(2));
    expect((await entity(undefined, { tenant: 'tenant2' })).status).toBe(404);
    expect((await entity(2, { tenant: 'tenant2' })).status).toBe(404);
    expect(db.calls.flatMap(({ input }) => JSON.stringify(input))).toEqual(
      expect.not.arrayContaining([expect.stringContaining('TENANT#tenant1')]),
    );
  });
});
