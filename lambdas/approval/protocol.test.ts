import './fakes/environment';
import { afterEach, expect, jest, test } from '@jest/globals';
import fc from 'fast-check';
import { ACTS, type Act, type Fault, Schedule } from './fakes/schedule';

afterEach(() => void jest.useRealTimers());

const faults: fc.Arbitrary<readonly Fault[]> = fc.array(
  fc.record<Fault>({
    call: fc.nat(40),
    when: fc.constantFrom('before', 'after'),
    kind: fc.constantFrom('throw', 'kill'),
  }),
  { maxLength: 3 },
);
const ANSWER = { approved: 'approved', rejected: 'ApprovalRejected', expired: 'ApprovalExpired' };

/** Invariant I7, and that no answer is lost. */
async function holds(scheduler: fc.Scheduler, acts: readonly Act[], injected: readonly Fault[]): Promise<void> {
  const schedule = new Schedule();
  await schedule.play(scheduler, acts, injected);
  const row = await schedule.finale(scheduler);
  expect(schedule.violations).toEqual([]);
  expect(row.status).toMatch(/^(approved|rejected|expired)$/);
  expect(schedule.taken).toEqual([ANSWER[row.status as keyof typeof ANSWER]]);
  const proud = schedule.pages.filter(({ body }) => body.includes('Your decision is recorded'));
  expect(proud.length).toBeLessThanOrEqual(1);
  for (const { body } of proud) expect(body).toContain(`by ${row.decidedBy} on`);
  expect(schedule.published).not.toContain('secret-token');
}

test('however people, sweeps, retries and the expiry meet: decided once, answered once, and as the row says', async () => {
  await fc.assert(
    fc.asyncProperty(fc.scheduler(), fc.array(fc.constantFrom(...ACTS), { minLength: 1, maxLength: 6 }), (s, acts) =>
      holds(s, acts, []),
    ),
    { numRuns: 150 },
  );
});

test('the same when calls fail and functions die, before a call takes effect or after', async () => {
  await fc.assert(
    fc.asyncProperty(fc.scheduler(), fc.array(fc.constantFrom(...ACTS), { minLength: 1, maxLength: 6 }), faults, holds),
    { numRuns: 250 },
  );
});

test('scanners of mail and forgers, however many, write nothing', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.scheduler(),
      fc.array(fc.constantFrom('scanner', 'forger'), { minLength: 1 }),
      async (s, acts) => {
        const schedule = new Schedule();
        await schedule.play(s, acts, []);
        expect(schedule.writes).toEqual([]);
        expect(schedule.violations).toEqual([]);
      },
    ),
    { numRuns: 30 },
  );
});
