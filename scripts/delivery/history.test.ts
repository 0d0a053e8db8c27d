import { beforeEach, describe, expect, test } from '@jest/globals';
import type { Artifact } from './artifact';
import { end, named, onRecord, previous } from './history';
import type { Deployment, StateStore } from './state-store';
import { LockedError, StalePlanError } from './terraform-run';

const [older, newer] = ['a'.repeat(64), `ab${'c'.repeat(62)}`];
const artifact = (digest: string) =>
  ({ digest, manifest: { app: 'shop', files: {} }, contents: new Map() }) as unknown as Artifact;

type Outcome = readonly [digest: string, outcome: Deployment['outcome']];

/** What an environment has on record, and which artifacts it keeps. */
class Records {
  readonly all: Deployment[] = [];
  readonly artifacts = new Set<string>();

  constructor(...outcomes: readonly Outcome[]) {
    for (const [digest, outcome] of outcomes)
      this.all.push({ at: `at ${this.all.length}`, digest, outcome, by: 'ann' });
  }

  get store(): StateStore {
    return this as unknown as StateStore;
  }

  get outcomes(): string[] {
    return this.all.map(({ digest, outcome }) => `${digest.slice(0, 2)} ${outcome}`);
  }

  async *deployments(): AsyncGenerator<Deployment> {
    yield* [...this.all].reverse();
  }

  async newestDeployment(): Promise<Deployment | undefined> {
    return this.all.at(-1);
  }

  async saveArtifact(digest: string): Promise<void> {
    this.artifacts.add(digest);
  }

  async record(digest: string, outcome: Deployment['outcome'], by: string): Promise<Deployment> {
    const deployment = { at: `at ${this.all.length}`, digest, outcome, by };
    this.all.push(deployment);
    return deployment;
  }
}

describe('a deployment', () => {
  let records: Records;
  beforeEach(() => {
    records = new Records([older, 'passed']);
  });

  const apply = (error: Error) =>
    expect(onRecord(records.store, artifact(newer), () => Promise.reject(error))).rejects.toBe(error);

  test('is on record before anything of it is applied, once, and its artifact is kept', async () => {
    let seen: readonly string[] = [];
    await onRecord(records.store, artifact(newer), async () => {
      seen = records.outcomes;
    });
    await onRecord(records.store, artifact(newer), async () => {});
    expect([seen, records.outcomes]).toEqual([
      ['aa passed', 'ab began'],
      ['aa passed', 'ab began'],
    ]);
    expect([...records.artifacts]).toEqual([newer]);
  });

  test('that fails half-way stays begun', async () => {
    await apply(new Error('no more tables'));
    expect(records.outcomes).toEqual(['aa passed', 'ab began']);
  });

  test.each([new StalePlanError('stale'), new LockedError('locked')])(
    'of which nothing was applied leaves the one before as the newest: %s',
    async (error) => {
      await apply(error);
      expect(records.outcomes).toEqual(['aa passed', 'ab began', 'aa passed']);
      expect(records.all.at(-1)).toMatchObject({ by: 'ann' });
    },
  );

  test('of which nothing was applied leaves what somebody else has deployed meanwhile', async () => {
    const other = { at: 'later', digest: 'c', outcome: 'passed', by: 'bob' } as const;
    const applied = onRecord(records.store, artifact(newer), async () => {
      records.all.push(other);
      throw new StalePlanError('stale');
    });
    await expect(applied).rejects.toThrow('stale');
    expect(records.all.at(-1)).toBe(other);
  });

  test('that has nothing to apply keeps its artifact all the same', async () => {
    await end(records.store, artifact(newer), true);
    expect(records.outcomes).toEqual(['aa passed', 'ab passed']);
    expect([...records.artifacts]).toEqual([newer]);
  });

  test('that fails its smoke test is on record as failed', async () => {
    await end(records.store, artifact(newer), false);
    expect(records.outcomes.at(-1)).toBe('ab failed');
  });
});

describe('what to roll back to', () => {
  const digestBefore = async (...outcomes: readonly Outcome[]) =>
    (await previous(new Records(...outcomes), 'dev')).digest;

  test('is what passed before the newest', async () => {
    expect(await digestBefore([older, 'passed'], [newer, 'began'], [newer, 'passed'])).toBe(older);
  });

  test.each(['began', 'failed'] as const)('is what runs when the newest only %s', async (outcome) => {
    expect(await digestBefore([older, 'passed'], ['d', 'passed'], [newer, outcome])).toBe('d');
  });

  test.each(['began', 'failed'] as const)('is the same again when a rollback %s', async (outcome) => {
    expect(await digestBefore(['d', 'passed'], [older, 'passed'], [newer, 'passed'], [older, outcome])).toBe(older);
  });

  test('is what ran before, when the newest was deployed again and cut off', async () => {
    expect(await digestBefore([older, 'passed'], [newer, 'passed'], [newer, 'began'])).toBe(older);
  });

  test('is further back after a rollback', async () => {
    expect(await digestBefore(['d', 'passed'], [older, 'passed'], [newer, 'passed'], [older, 'passed'])).toBe('d');
  });

  test('is what a release was rolled back to, before another one came', async () => {
    expect(await digestBefore([older, 'passed'], ['d', 'passed'], [older, 'passed'], [newer, 'passed'])).toBe(older);
  });

  test('is none that failed, and none at all where no other has passed', async () => {
    await expect(digestBefore([older, 'failed'], [newer, 'passed'])).rejects.toThrow(
      'There is nothing to roll dev back to',
    );
    await expect(digestBefore()).rejects.toThrow('There is nothing to roll dev back to');
  });
});

describe('an artifact by the beginning of its digest', () => {
  const records = new Records([older, 'passed'], [older, 'began'], [newer, 'began'], [newer, 'failed']);

  test('is found as the one that passed, if it ever did', async () => {
    expect(await named(records, 'dev', 'ab')).toMatchObject({ digest: newer, outcome: 'failed' });
    expect(await named(records, 'dev', 'aa')).toMatchObject({ digest: older, outcome: 'passed' });
  });

  test('is refused where several begin so, or none does', async () => {
    await expect(named(records, 'dev', 'a')).rejects.toThrow('2 artifacts of dev begin with a.');
    await expect(named(records, 'dev', 'e')).rejects.toThrow('No artifact e was ever deployed to dev.');
  });
});
