import './fakes/environment';
import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { ANN, BOB } from './fakes/environment';
import { click, open } from './fakes/http';
import { ApprovalWorld } from './fakes/world';

let world: ApprovalWorld;
let ann: URL;
let bob: URL;
beforeEach(async () => {
  world = new ApprovalWorld();
  await world.ask('token-1');
  ann = world.linkOf(ANN);
  bob = world.linkOf(BOB);
});
afterEach(() => void jest.useRealTimers());

const changed = (part: string, value: string) => {
  const url = new URL(ann);
  url.searchParams.set(part, value);
  return url;
};

test.each([
  ['forged', () => changed('signature', 'A'.repeat(43)), 403, 'was not made by this system'],
  ['with a later expiry', () => changed('expires', '9999999999'), 403, 'was not made by this system'],
  ['of another version of the key', () => changed('key', '7'), 403, 'a key that is no longer valid'],
  ['broken in two', () => new URL(ann.href.split('&signature')[0] ?? ''), 403, 'A part of it is missing'],
  [
    'with another id',
    () => new URL(ann.href.replace(/approvals\/./, 'approvals/-')),
    403,
    'was not made by this system',
  ],
  ['with an id that is none', () => new URL(ann.href.replace(/approvals\/[^?]+/, 'approvals/1')), 403, 'A part of it'],
])('%s opens and decides nothing', async (_, url, status, detail) => {
  for (const answer of [await open(url()), await click(url(), 'approve')]) {
    expect(answer).toMatchObject({ status, body: expect.stringContaining(detail) });
    expect(answer.headers).toMatchObject({ 'content-type': 'text/html; charset=utf-8', 'x-frame-options': 'DENY' });
    expect(answer.body).not.toContain('Order A-1');
  }
  expect(world.row().status).toBe('open');
  expect(world.answers()).toEqual([]);
});

test('made with the key before the newest holds still, and one made with an older key does not', async () => {
  world.parameter.versions.push('f'.repeat(32));
  world.advance(300);
  expect((await open(ann)).status).toBe(200);
  world.parameter.versions.push('e'.repeat(32));
  world.advance(300);
  expect((await open(ann)).status).toBe(403);
  expect((await click(ann, 'approve')).status).toBe(403);
});

test('of someone who is no longer asked opens nothing', async () => {
  const [stored = {}] = world.db.rows('approvals');
  world.db.put('approvals', { ...stored, approvers: [BOB] });
  expect(await open(ann)).toMatchObject({ status: 403, body: expect.stringContaining('not among the approvers') });
  expect((await click(ann, 'approve')).status).toBe(403);
  expect((await click(bob, 'approve')).status).toBe(200);
});

test('of someone who has left the list of approvers opens nothing', async () => {
  await jest.isolateModulesAsync(async () => {
    process.env.APPROVER_EMAILS = '["bob@example.com"]';
    try {
      const { open: opened } = await import('./fakes/http');
      const { dynamodb } = await import('../platform/dynamodb');
      const { ssm } = await import('../platform/ssm');
      Reflect.set(dynamodb, 'send', async () => ({ Item: world.db.rows('approvals')[0] }));
      Reflect.set(ssm, 'send', async () => ({ Parameter: { Value: world.parameter.versions[0], Version: 1 } }));
      expect((await opened(ann)).status).toBe(403);
      expect((await opened(bob)).status).toBe(200);
    } finally {
      process.env.APPROVER_EMAILS = `["${ANN}","${BOB}"]`;
    }
  });
});

test('to a request that was removed says so', async () => {
  const [stored] = world.db.rows('approvals');
  world.db.remove('approvals', String(stored?.pk), String(stored?.sk));
  expect(await open(ann)).toMatchObject({ status: 404, body: expect.stringContaining('some time after') });
  expect((await click(ann, 'approve')).status).toBe(404);
  expect(world.db.rows('approvals')).toEqual([]);
});

test('that was made for a shorter time than the row has now holds no longer than that', async () => {
  const [stored = {}] = world.db.rows('approvals');
  world.db.put('approvals', { ...stored, expiresAt: new Date(Date.now() + 7_200_000).toISOString() });
  world.advance(3_600);
  expect((await open(ann)).status).toBe(410);
  expect((await click(ann, 'approve')).status).toBe(410);
  expect(world.row().status).toBe('open');
});

test('that came too late decides nothing, from the very second on, swept or not', async () => {
  world.advance(3_599.999);
  expect((await open(ann)).status).toBe(200);
  world.advance(0.001);
  for (const swept of [false, true]) {
    if (swept) await world.sweep();
    expect(await open(ann)).toMatchObject({ status: 410, body: expect.stringContaining('Nobody decided in time') });
    expect((await click(ann, 'approve')).status).toBe(410);
  }
  expect(world.row()).toMatchObject({ status: 'expired' });
  expect(world.row()).not.toHaveProperty('decidedBy');
});

test('is told as problem details to a caller that asks for JSON', async () => {
  const url = changed('signature', 'A'.repeat(43));
  for (const answer of [
    await open(url, 'application/json'),
    await click(url, 'approve', undefined, 'application/problem+json'),
  ]) {
    expect(answer.headers['content-type']).toBe('application/problem+json');
    expect(JSON.parse(answer.body)).toMatchObject({
      type: 'urn:problem-type:approval-link-refused',
      status: 403,
      requestId: 'request-7',
    });
  }
});
