import { readingKey } from '@blueprint/lambdas/event-intake/readings';
import { beforeEach, describe, expect, test } from '@jest/globals';
import { type AnsweredTask, type Answers, MachineUnderTest, named } from '../testing/machine';
import { coversEveryTransition } from '../testing/state-coverage';
import { eventIntake } from './definition';

const machine = new MachineUnderTest(
  'event-intake',
  eventIntake({ tableName: 'readings', keptUrl: 'https://queue', source: 'test', alarmAboveCelsius: 80 }),
  { type: 'EXPRESS' },
);

interface Put {
  readonly TableName: string;
  readonly Item: { readonly pk: { readonly S: string }; readonly sk: { readonly S: string } };
  readonly ConditionExpression: string;
}

let rows: Map<string, object>;
let told: unknown[];
let kept: unknown[];

beforeEach(() => {
  rows = new Map();
  told = [];
  kept = [];
});

/** A table that knows this one condition, the default bus and the queue. */
const answers = {
  'dynamodb:putItem': ({ TableName, Item, ConditionExpression }: Put) => {
    expect({ TableName, ConditionExpression }).toEqual({
      TableName: 'readings',
      ConditionExpression: 'attribute_not_exists(pk)',
    });
    const key = JSON.stringify([Item.pk.S, Item.sk.S]);
    if (rows.has(key)) throw named('DynamoDB.ConditionalCheckFailedException');
    rows.set(key, Item);
    return {};
  },
  'events:putEvents': ({ Entries }: { Entries: readonly unknown[] }) => {
    told.push(...Entries);
    return { Entries: [{ EventId: '1' }], FailedEntryCount: 0 };
  },
  'sqs:sendMessage': ({ MessageBody }: { MessageBody: unknown }) => kept.push(MessageBody),
} satisfies Answers;

const always = (name: string) => () => {
  throw named(name, 'as ever');
};

const reading = (second: number, celsius = 20) => ({
  deviceId: 'boiler-1',
  at: `2026-01-01T00:00:${String(second).padStart(2, '0')}.000Z`,
  celsius,
});
const input = (...readings: readonly unknown[]) => ({
  schemaVersion: 1,
  tenantCode: 't1',
  requestId: 'request-1',
  readings,
});

describe('a batch', () => {
  test('becomes a row for each reading, which leaves 90 days after its moment', async () => {
    const { status, states } = await machine.run(input(reading(1, -3.5)), answers);
    expect(status).toBe('SUCCEEDED');
    expect(states).toEqual(['ValidateReadings', 'StoreReadings', 'StoreReading', 'DetectAlarm', 'Stored']);
    const { pk, sk } = readingKey('t1', reading(1));
    expect([...rows.values()]).toEqual([
      {
        pk: { S: pk },
        sk: { S: sk },
        celsius: { N: '-3.5' },
        requestId: { S: 'request-1' },
        ttl: { N: String(Date.parse('2026-04-01T00:00:01Z') / 1_000) },
      },
    ]);
  });

  test('leaves the same rows when it runs twice', async () => {
    const batch = input(reading(1), reading(2), reading(3));
    await machine.run(batch, answers);
    const once = new Map(rows);
    const again = await machine.run({ ...batch, requestId: 'request-2' }, answers);
    expect(again.status).toBe('SUCCEEDED');
    expect(again.states).toContain('AlreadyStored');
    expect(rows).toEqual(once);
    expect(rows.size).toBe(3);
  });

  test('leaves the same rows when writes were done and their answers lost', async () => {
    const lost = (put: Put, { attempt }: AnsweredTask) => {
      const answer = answers['dynamodb:putItem'](put);
      if (attempt < 3) throw named('DynamoDB.InternalServerError');
      return answer;
    };
    const { status } = await machine.run(input(reading(1), reading(2)), { ...answers, 'dynamodb:putItem': lost });
    expect(status).toBe('SUCCEEDED');
    expect(rows.size).toBe(2);
  });

  test('that comes late does not change a row', async () => {
    await machine.run(input(reading(1, 30)), answers);
    await machine.run(input(reading(1, 20)), answers);
    expect([...rows.values()]).toMatchObject([{ celsius: { N: '30' } }]);
  });

  test('of another tenant has rows of its own', async () => {
    await machine.run(input(reading(1)), answers);
    await machine.run({ ...input(reading(1)), tenantCode: 't2' }, answers);
    expect(rows.size).toBe(2);
  });

  test('of forty is stored in one go', async () => {
    const forty = Array.from({ length: 40 }, (_, second) => reading(second));
    expect((await machine.run(input(...forty), answers)).status).toBe('SUCCEEDED');
    expect(rows.size).toBe(40);
  });
});

describe('an alarm', () => {
  test('tells of the readings that are too hot, and of no others', async () => {
    await machine.run(input(reading(1, 80), reading(2, 80.1), reading(3, 20)), answers);
    expect(told).toEqual([
      {
        Source: 'test',
        DetailType: 'Temperature Alarm',
        Detail: { tenantCode: 't1', readings: [reading(2, 80.1)] },
      },
    ]);
  });

  test('is told though the rows are there already: the run before may have ended between the two', async () => {
    const failing = { ...answers, 'events:putEvents': always('EventBridge.InternalFailure') };
    await machine.run(input(reading(1, 90)), failing);
    await machine.run(input(reading(1, 90)), answers);
    expect(told).toHaveLength(1);
  });
});

describe('what is no batch is refused', () => {
  const many = Array.from({ length: 41 }, (_, second) => reading(second));

  test.each([
    ['no object', 'x', 'the input must have schemaVersion 1, tenantCode, requestId and readings'],
    ['no tenant', { ...input(reading(1)), tenantCode: undefined }, /tenantCode/],
    ['no request', { ...input(reading(1)), requestId: undefined }, /requestId/],
    ['another version', { ...input(reading(1)), schemaVersion: 2 }, /schemaVersion 1/],
    ['no readings', input(), 'readings must be a list of 1–40'],
    ['too many readings', input(...many), 'readings must be a list of 1–40'],
    ['a device with the mark that parts keys', input({ ...reading(1), deviceId: 'a#b' }), /^reading 1: /],
    ['a day without a time', input(reading(1), { ...reading(2), at: '2026-01-01' }), /^reading 2: /],
    ['a temperature that is a text', input({ ...reading(1), celsius: '20' }, 7), /^reading 1, 2: /],
  ])('%s', async (_, given, cause) => {
    const ran = await machine.run(given, answers);
    expect(ran).toMatchObject({ status: 'FAILED', error: 'InvalidReadings', cause: expect.stringMatching(cause) });
    expect(rows.size).toBe(0);
  });
});

describe('what can’t be done is kept, as the input of a later execution', () => {
  test('a batch whose rows can’t be written', async () => {
    const batch = input(reading(1, 90), reading(2));
    const ran = await machine.run(batch, { ...answers, 'dynamodb:putItem': always('DynamoDB.InternalServerError') });
    expect(ran).toMatchObject({ status: 'FAILED', error: 'ReadingsKept' });
    expect(kept).toMatchObject([{ error: 'DynamoDB.InternalServerError', cause: expect.anything(), input: batch }]);
  });

  test('a moment that is in no calendar', async () => {
    const batch = input({ ...reading(1), at: '2026-13-01T00:00:00.000Z' });
    expect(await machine.run(batch, answers)).toMatchObject({ error: 'ReadingsKept', seconds: 0 });
    expect(kept).toMatchObject([{ error: 'States.QueryEvaluationError', input: batch }]);
  });

  test('an alarm that can’t be told: its readings are stored, and are what is kept', async () => {
    const ran = await machine.run(input(reading(1, 90), reading(2)), {
      ...answers,
      'events:putEvents': always('EventBridge.FailedEntry'),
    });
    expect(ran).toMatchObject({ error: 'ReadingsKept' });
    expect(rows.size).toBe(2);
    expect(kept).toMatchObject([{ error: 'EventBridge.FailedEntry', input: input(reading(1, 90)) }]);
    const [{ input: later }] = kept as [{ input: unknown }];
    expect((await machine.run(later, answers)).status).toBe('SUCCEEDED');
    expect(told).toHaveLength(1);
  });

  test('before the five minutes of an Express execution are over, however slow all of it is', async () => {
    const slowly =
      (answer: (given: never) => unknown) =>
      (given: never, { attempt }: AnsweredTask) =>
        attempt === 5 ? answer(given) : new Promise(() => undefined);
    const ran = await machine.run(input(reading(1, 90)), {
      'dynamodb:putItem': slowly(answers['dynamodb:putItem']),
      'events:putEvents': () => new Promise(() => undefined),
      'sqs:sendMessage': slowly(answers['sqs:sendMessage']),
    });
    expect(ran).toMatchObject({ error: 'ReadingsKept' });
    expect(kept).toHaveLength(1);
    expect(ran.seconds).toBeGreaterThan(150);
    expect(ran.seconds).toBeLessThan(290);
  });
});

coversEveryTransition(machine);
