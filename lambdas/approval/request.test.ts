import './fakes/environment';
import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { awsError } from '../fakes/step-functions';
import { ANN, API_URL, BOB, TOPIC_ARN } from './fakes/environment';
import { click } from './fakes/http';
import { ApprovalWorld, EXECUTION, REQUEST, requestEvent } from './fakes/world';
import { linkIn } from './mail';
import { handler } from './request';

let world: ApprovalWorld;
beforeEach(() => {
  world = new ApprovalWorld();
});
afterEach(() => void jest.useRealTimers());

describe('a request', () => {
  test('is stored with what was asked, of whom, until when, and the token', async () => {
    const id = await world.ask('token-1');
    const now = Date.now();
    const [stored] = world.db.rows('approvals');
    expect(stored).toMatchObject({ pk: `APPROVAL#${id}`, sk: 'APPROVAL', open: 'OPEN' });
    expect(stored?.ttl).toBe(now / 1_000 + 3_600 + 30 * 86_400);
    expect(world.row()).toEqual({
      id,
      ...REQUEST,
      executionArn: EXECUTION,
      redrives: 0,
      stateName: 'wait_for_approval',
      approvers: [ANN, BOB],
      requestedAt: new Date(now).toISOString(),
      expiresAt: new Date(now + 3_600_000).toISOString(),
      dueAt: new Date(now + 1_200_000).toISOString(),
      mailedAt: new Date(now).toISOString(),
      status: 'open',
      taskToken: 'token-1',
      turn: 0,
    });
  });

  test('expires at a whole second, as links say it', async () => {
    world.advance(0.789);
    await world.ask('token-1');
    expect(world.row().expiresAt).toMatch(/:00\.000Z$/);
  });

  test('is mailed to each approver with a link of their own, told apart by an attribute', async () => {
    const id = await world.ask('token-1');
    expect(world.topic.mails.map(({ TopicArn, MessageAttributes }) => [TopicArn, MessageAttributes])).toEqual(
      [ANN, BOB].map((approver) => [
        TOPIC_ARN,
        {
          approver: { DataType: 'String', StringValue: approver },
          kind: { DataType: 'String', StringValue: 'request' },
        },
      ]),
    );
    const links = world.topic.mails.map(({ Message }) => linkIn(Message));
    for (const link of links) expect(`${link.origin}${link.pathname}`).toBe(`${API_URL}/approvals/${id}`);
    expect(links[0]?.search).not.toBe(links[1]?.search);
  });

  test('needs its token', async () => {
    await expect(handler(requestEvent(undefined))).rejects.toMatchObject({
      name: 'InvalidEvent',
      message: expect.stringContaining('.waitForTaskToken'),
    });
  });

  test('is not stored while there is no key for links', async () => {
    world.parameter.versions = ['short'];
    await expect(world.ask('token-1')).rejects.toMatchObject({
      name: 'LinkKeyMissing',
      message: expect.stringContaining('/test/blueprint/approval-key'),
    });
    expect(world.db.rows('approvals')).toEqual([]);
  });

  test.each([
    ['an empty subject', { subject: '' }],
    ['a subject of 201 characters', { subject: 'x'.repeat(201) }],
    ['51 details', { details: Array.from({ length: 51 }, () => ({ label: 'a', value: 'b' })) }],
    ['a value of 1,001 characters', { details: [{ label: 'a', value: 'x'.repeat(1_001) }] }],
    ['a value that is no text', { details: [{ label: 'a', value: { b: 1 } }] }],
    ['no details at all', { details: undefined }],
  ])('with %s is refused', async (_, changes) => {
    await expect(world.ask('token-1', 0, { ...REQUEST, ...changes } as never)).rejects.toMatchObject({
      name: 'InvalidEvent',
    });
    expect(world.topic.mails).toEqual([]);
  });

  test('takes a single detail for a list of it, as JSONata gives it, and numbers for texts', async () => {
    await world.ask('token-1', 0, { ...REQUEST, details: { label: 'Total', value: 12.5 } } as never);
    expect(world.row().details).toEqual([{ label: 'Total', value: '12.5' }]);
  });
});

describe('a retry of the Task', () => {
  test('finds the row, overwrites the token, and mails nobody again', async () => {
    await world.ask('token-1');
    world.advance(10);
    await world.ask('token-2', 1);
    expect(world.db.rows('approvals')).toHaveLength(1);
    expect(world.row()).toMatchObject({
      taskToken: 'token-2',
      turn: 1,
      requestedAt: new Date(Date.now() - 10_000).toISOString(),
    });
    expect(world.topic.mails).toHaveLength(2);
  });

  test('mails again when the first attempt died while it mailed', async () => {
    world.topic.before = ({ MessageAttributes }) => {
      if (MessageAttributes.approver?.StringValue === BOB) throw awsError('InternalErrorException');
    };
    await expect(world.ask('token-1')).rejects.toMatchObject({ name: 'InternalErrorException' });
    world.topic.before = () => undefined;
    await world.ask('token-2', 1);
    expect(world.topic.to(BOB)).toHaveLength(1);
  });

  test('does not give way to an earlier attempt that comes late', async () => {
    await world.ask('token-2', 1);
    await world.ask('token-1', 0);
    expect(world.row().taskToken).toBe('token-2');
    expect(world.topic.mails).toHaveLength(2);
  });

  test('of the very same attempt changes nothing', async () => {
    await world.ask('token-1');
    await world.ask('token-1');
    expect(world.row().taskToken).toBe('token-1');
    expect(world.topic.mails).toHaveLength(2);
  });

  test('answers itself at once when the request was decided in between', async () => {
    await world.ask('token-1');
    world.sfn.waiting.clear();
    await click(world.linkOf(ANN), 'approve');
    expect(world.row()).toMatchObject({ status: 'approved', delivery: 'undeliverable' });
    await world.ask('token-2', 1);
    expect(world.sfn.waiting.size).toBe(0);
    expect(world.row()).toMatchObject({ status: 'approved', delivery: 'delivered' });
    expect(world.row()).not.toHaveProperty('taskToken');
    expect(world.topic.mails).toHaveLength(2);
  });
});

describe('two Tasks that ask the same at once, as in Maps inside of Maps', () => {
  test('are told so: the second does not take the answer of the first', async () => {
    await world.ask('token-1');
    await expect(world.ask('token-of-another')).rejects.toMatchObject({
      name: 'ApprovalAmbiguous',
      message: expect.stringMatching(/wait_for_approval.*details/),
    });
    expect(world.row().taskToken).toBe('token-1');
    await click(world.linkOf(ANN), 'approve');
    expect(world.answers()).toEqual(['token-1: approved']);
  });

  test('get the same answer once there is one', async () => {
    await world.ask('token-1');
    await click(world.linkOf(ANN), 'approve');
    await world.ask('token-of-another');
    expect(world.answers()).toEqual(['token-1: approved', 'token-of-another: approved']);
  });
});

describe('the id of a request', () => {
  const idWith = async (change: (event: ReturnType<typeof requestEvent>) => void) => {
    const event = requestEvent('token');
    change(event);
    return (await handler(event)).approvalId;
  };

  test('is another one for another execution, redrive, state, entry, iteration or content', async () => {
    const ids = await Promise.all([
      idWith(() => undefined),
      idWith(({ context }) => Object.assign(context.Execution, { Id: 'other' })),
      idWith(({ context }) => Object.assign(context.Execution, { RedriveCount: 1 })),
      idWith(({ context }) => Object.assign(context.State, { Name: 'other' })),
      idWith(({ context }) => Object.assign(context.State, { EnteredTime: 'later' })),
      idWith(({ context }) => Object.assign(context, { Map: { Item: { Index: 0 } } })),
      idWith(({ context }) => Object.assign(context, { Map: { Item: { Index: 1 } } })),
      idWith((event) => Object.assign(event, { input: { ...REQUEST, subject: 'other' } })),
    ]);
    expect(new Set(ids).size).toBe(ids.length);
  });

  test('is the same for a retry', async () => {
    const retried = await idWith(({ context }) => Object.assign(context.State, { RetryCount: 1 }));
    expect(retried).toBe(await idWith(() => undefined));
  });
});
