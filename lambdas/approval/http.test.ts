import './fakes/environment';
import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { awsError } from '../fakes/step-functions';
import { logger } from '../platform/observability';
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

const results = () =>
  world.sfn.calls.flatMap(({ operation, input }) =>
    operation.startsWith('SendTask') ? [input.error ?? 'approved', JSON.parse(input.cause ?? input.output)] : [],
  );

describe('opening a link', () => {
  test('shows what is asked, and writes nothing, however often it is opened', async () => {
    const before = [world.db.rows('approvals'), world.writes()];
    for (let scanner = 0; scanner < 3; scanner++) {
      const { status, body } = await open(ann);
      expect(status).toBe(200);
      expect(body).toContain('Order A-1 over 5,000 EUR');
      expect(body).toContain('You decide as ann@example.com');
    }
    expect([world.db.rows('approvals'), world.writes()]).toEqual(before);
  });

  test('writes nothing either where a decision is still to be delivered', async () => {
    world.sfn.before = () => {
      throw awsError('ThrottlingException');
    };
    await click(ann, 'approve');
    world.sfn.before = () => undefined;
    const before = world.writes();
    expect((await open(ann)).body).toContain('Approved by ann@example.com');
    expect(world.writes()).toEqual(before);
  });

  test('is never cached, framed, indexed or told to others', async () => {
    const { headers } = await open(ann);
    expect(headers).toMatchObject({
      'cache-control': 'no-store',
      'content-type': 'text/html; charset=utf-8',
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
      'content-security-policy': expect.stringMatching(
        /^default-src 'none'; style-src 'sha256-[^']+'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'$/,
      ),
    });
  });

  test('of a decided request says what was decided, by whom and when', async () => {
    await click(bob, 'reject', 'too much');
    const { status, body } = await open(ann);
    expect(status).toBe(200);
    expect(body).toContain('This request is decided.</strong> Rejected by Bob@example.com on');
    expect(body).toContain('too much');
    expect(body).not.toContain('<form');
  });
});

describe('a click', () => {
  test('approves: the row first, the Task after it, and the token leaves the row', async () => {
    const { status, body } = await click(ann, 'approve');
    expect(status).toBe(200);
    expect(body).toContain('Your decision is recorded.</strong> Approved by ann@example.com');
    const at = new Date().toISOString();
    expect(results()).toEqual(['approved', { approved: true, by: ANN, at }]);
    expect(world.row()).toMatchObject({ status: 'approved', decidedBy: ANN, decidedAt: at, delivery: 'delivered' });
    for (const gone of ['taskToken', 'open', 'dueAt']) expect(world.db.rows('approvals')[0]).not.toHaveProperty(gone);
  });

  test('rejects, with a reason or none', async () => {
    await click(bob, 'reject', ' too\r\nmuch ');
    expect(results()).toEqual(['ApprovalRejected', { by: BOB, at: new Date().toISOString(), reason: 'too\nmuch' }]);
    world = new ApprovalWorld();
    await world.ask('token-1');
    await click(world.linkOf(BOB), 'reject', '   ');
    expect(results()).toEqual(['ApprovalRejected', { by: BOB, at: new Date().toISOString() }]);
  });

  test('after another one changes nothing, and is told what was decided', async () => {
    await click(ann, 'approve');
    world.advance(60);
    const late = await click(bob, 'reject', 'no');
    expect(late.status).toBe(409);
    expect(late.body).toContain('this request was decided before.</strong> Approved by ann@example.com');
    const again = await click(ann, 'approve');
    expect(again.status).toBe(200);
    expect((await click(ann, 'reject')).status).toBe(409);
    expect(results()).toHaveLength(2);
    expect(world.row()).toMatchObject({ status: 'approved', decidedBy: ANN });
    expect(world.row()).not.toHaveProperty('reason');
  });

  test.each([
    ['a decision that is none', 'postpone', undefined],
    ['a reason that is too long', 'reject', 'x'.repeat(501)],
  ])('with %s is refused', async (_, decision, reason) => {
    expect((await click(ann, decision, reason)).status).toBe(400);
    expect(world.row().status).toBe('open');
  });

  test('counts a line break of a reason once, as the browser does', async () => {
    expect((await click(ann, 'reject', 'x\r\n'.repeat(250))).status).toBe(200);
  });
});

describe('a click whose answer to the Task fails', () => {
  test('stands; the next click delivers it', async () => {
    world.sfn.before = () => {
      throw awsError('ThrottlingException');
    };
    const first = await click(ann, 'approve');
    expect(first.status).toBe(200);
    expect(first.body).toContain('Your decision is recorded');
    expect(world.row()).toMatchObject({ status: 'approved', taskToken: 'token-1' });
    world.sfn.before = () => undefined;
    await click(bob, 'reject');
    expect(world.sfn.waiting.size).toBe(0);
    expect(world.row()).toMatchObject({ status: 'approved', decidedBy: ANN, delivery: 'delivered' });
  });

  test('stands; a sweep delivers it', async () => {
    world.sfn.before = () => {
      throw awsError('ServiceUnavailable');
    };
    await click(ann, 'approve');
    world.sfn.before = () => undefined;
    await world.sweep();
    expect(world.sfn.waiting.size).toBe(1);
    world.advance(31);
    await world.sweep();
    expect(world.sfn.waiting.size).toBe(0);
  });

  test('tells nobody the token, neither the page nor the log, whatever Step Functions says', async () => {
    let logged = '';
    const write = (text: string | Uint8Array) => {
      logged += String(text);
      return true;
    };
    jest.spyOn(process.stdout, 'write').mockImplementation(write);
    jest.spyOn(process.stderr, 'write').mockImplementation(write);
    logger.setLogLevel('DEBUG');
    try {
      world.sfn.before = () => {
        throw awsError('ValidationException', "Value 'token-1' at 'taskToken' is too long");
      };
      const { body } = await click(ann, 'approve');
      world.advance(3_600);
      await world.sweep().catch((error: Error) => {
        logged += error.stack;
      });
      await world.ask('token-1', 1).catch((error: Error) => {
        logged += error.stack;
      });
      expect(logged).toContain("Value '<task token>' at 'taskToken' is too long");
      expect(body + logged).not.toContain('token-1');
    } finally {
      logger.setLogLevel('SILENT');
      jest.restoreAllMocks();
    }
  });

  test('because nobody waits any more says so, on this page and the next', async () => {
    world.sfn.waiting.clear();
    expect((await click(ann, 'approve')).body).toContain('was not waiting for it');
    expect(world.row()).toMatchObject({ status: 'approved', delivery: 'undeliverable' });
    expect(world.row()).not.toHaveProperty('taskToken');
    expect((await open(ann)).body).toContain('was not waiting for it');
  });
});

test('a failure that nobody foresaw is a page too, and says no more than its number', async () => {
  world.db.before = () => {
    throw awsError('ResourceNotFoundException', 'Requested resource not found: approvals');
  };
  const { status, body } = await open(ann);
  expect(status).toBe(500);
  expect(body).toContain('request-7');
  expect(body).not.toContain('resource not found');
});
