import { environments, REDRIVE_WINDOW_SECONDS } from '@blueprint/env';
import { expect, test } from '@jest/globals';

// What the original's environments are set to: those of a fork are its own, which is made without these tests.

test('there are four environments, in order of promotion, each in an account of its own', () => {
  expect(environments.map(({ name }) => name)).toEqual(['local', 'dev', 'stg', 'prod']);
  expect(new Set(environments.map(({ account }) => account)).size).toBe(4);
});

test('execution logs are kept for six months, and waiters wait for the redrive window', () => {
  for (const { retention, waitSeconds } of environments) {
    expect(retention.machineLogsDays).toBe(180);
    expect(waitSeconds).toBe(REDRIVE_WINDOW_SECONDS);
  }
});

test('on AWS alarms go off at the same ages', () => {
  for (const { alarms } of environments.slice(1)) {
    expect(alarms.thresholds).toMatchObject({ oldestOpenCommandSeconds: 900, oldestMessageSeconds: 900 });
  }
});

test('whatever is deployed says who owns it', () => {
  for (const { tags } of environments) expect(tags).toEqual({ Owner: 'platform' });
});
