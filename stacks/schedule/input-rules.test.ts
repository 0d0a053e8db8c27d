import '@blueprint/lambdas/fakes/environment';
import { FakeDynamoDB } from '@blueprint/lambdas/fakes/dynamodb';
import { dynamodbTasks } from '@blueprint/lambdas/fakes/dynamodb-tasks';
import type { ScheduleInput } from '@blueprint/lambdas/schedule/input';
import { START } from '@blueprint/local/stepfunctions/testing/engine';
import { beforeEach, describe, expect, test } from '@jest/globals';
import { MachineUnderTest } from '../testing/machine';
import { schedule } from './definition';

const machine = new MachineUnderTest('schedule', schedule({ table: 'schedules', retentionDays: 7 }));

const DAY = 24 * 60 * 60;
const after = (seconds: number) => new Date(START + seconds * 1000).toISOString();

const caller = { tenantCode: 'tenant1', requestId: 'request-1' };
/** An input of each version, as executions were started with it. Versions are added, never changed. */
const VERSIONS = { 1: { schemaVersion: 1, orderId: 'order-1', executeAt: after(DAY) } } as const;
const newest: ScheduleInput = VERSIONS[1];

let db: FakeDynamoDB;
beforeEach(() => {
  db = new FakeDynamoDB().install();
});
const run = (overrides: object) => machine.run({ ...caller, ...newest, rounds: 1, ...overrides }, dynamodbTasks);

/** How an execution ends that waited for an approval, and got none. */
const WAITED = { status: 'FAILED', error: 'ApprovalExpired' };

test.each(Object.values(VERSIONS))('version $schemaVersion of the input is taken', async (version) => {
  expect(await machine.run({ ...caller, ...version }, dynamodbTasks)).toMatchObject(WAITED);
});

const UTC = 'executeAt must be a time in UTC such as 2026-01-15T12:00:00Z';
const CALENDAR = 'executeAt must be a day that there is';
const NAME = 'must be a text of 1–256 characters without #';

describe('refused before anything is written or waited for', () => {
  test.each([
    ['schemaVersion', [2, undefined, '1'], 'schemaVersion must be 1'],
    ['tenantCode', [undefined, null, '', 7, 'a#b', 'x'.repeat(257)], `tenantCode ${NAME}`],
    ['orderId', [undefined, '', 7, 'a#b'], `orderId ${NAME}`],
    ['requestId', [undefined, ['x']], `requestId ${NAME}`],
    ['executeAt', [undefined, null, 1_767_225_600, '', 'tomorrow', '2026-01-15', '2026-01-15 12:00:00Z'], UTC],
    ['executeAt', ['2026-01-15T12:00:00', '2026-01-15T12:00:00+09:00', '2026-01-15T12:00:00.0001Z'], UTC],
    ['executeAt', ['2026-01-15T24:00:00Z', '2026-01-15T12:60:00Z'], UTC],
    ['executeAt', ['2026-02-29', '2026-04-31', '2026-13-01', '2026-00-01', '2026-01-00'].map(noon), CALENDAR],
    ['executeAt', [after(300 * DAY + 1)], 'executeAt must be within 300 days: an execution lasts a year at most'],
    ['roundSeconds', [0, 1.5, 86_401, '300', null], 'roundSeconds must be a whole number from 1 to 86400'],
    ['rounds', [0, -1, 2.5, 1_001, '3'], 'rounds must be a whole number from 1 to 1000'],
  ])('%s %j', async (name, values, problem) => {
    for (const value of values) {
      const ran = await run({ [name]: value });
      expect({ value, ...ran }).toMatchObject({ value, status: 'FAILED', error: 'InvalidInput', seconds: 0 });
      expect(ran.cause).toBe(`Nothing was scheduled: ${problem}.`);
    }
    expect(db.calls).toEqual([]);
  });

  test('rounds that take too long together', async () => {
    for (const both of [
      { rounds: 1_000, roundSeconds: 2_593 },
      { rounds: 289, roundSeconds: 9_000 },
    ])
      expect((await run(both)).cause).toBe(
        'Nothing was scheduled: roundSeconds × rounds must be at most 2592000 seconds.',
      );
    expect(db.calls).toEqual([]);
  });
});

describe('taken', () => {
  test.each([
    [{ executeAt: after(300 * DAY) }, 300],
    [{ executeAt: '2024-02-29T23:59:59.999Z' }, 300],
    [{ rounds: 30, roundSeconds: DAY }, 30 * DAY],
    [{ rounds: 1_000, roundSeconds: 2_592 }, 30 * DAY],
    [{ rounds: 1, roundSeconds: 1 }, 1],
    [{ orderId: 'x'.repeat(256) }, 300],
  ])('%j, at the edge of what may be', async (edge, seconds) => {
    expect(await run(edge)).toMatchObject({ ...WAITED, seconds });
  });
});

function noon(day: string): string {
  return `${day}T12:00:00Z`;
}
