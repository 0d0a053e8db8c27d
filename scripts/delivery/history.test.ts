import { beforeEach, describe, expect, test } from '@jest/globals';
import type { Artifact } from './artifact';
import { begin, end, named, previous } from './history';
import type { Deployment, StateStore } from './state-store';

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
    const deployment = { at: 'now', digest, outcome, by };
    this.all.push(deployment);
    return deployment;
  }
}

describe('a deployment', () => {
  let records: Records;
  beforeEach(() => {
    records = new Records([older, 'passed']);
  });

  test('is on record before anything of it is applied, once, and its artifact is kept', async () => {
    await begin(records.store, artifact(newer));
    await begin(records.store, artifact(newer));
    expect(records.outcomes).toEqual(['aa passed', 'ab began']);
    expect([...records.artifacts]).toEqual([newer]);
  });

  test('of which nothing was applied leaves the one before as the newest', async () => {
    const takeBack = await begin(records.store, artifact(newer));
    await takeBack();
    expect(records.outcomes).toEqual(['aa passed', 'ab began', 'aa passed']);
    expect(records.all.at(-1)).toMatchObject({ by: 'ann' });
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

  test('is none that failed, and none at all where no other has passed', async () => {
    await expect(digestBefore([older, 'failed'], [newer, 'passed'])).rejects.toThrow(
      'There is nothing to roll dev back to',
    );
    await expect(digestBefore()).rejects.toThrow('There is nothing to roll dev back to');
  });
});

describe('an artifact by the beginning of its digest', () => {
  const records = new Records([older, 'passed'], [newer, 'began'], [newer, 'failed']);

  test('is found with its newest outcome', async () => {
    expect(await named(records, 'dev', 'ab')).toMatchObject({ digest: newer, outcome: 'failed' });
  });

  test('is refused where several begin so, or none does', async () => {
    await expect(named(records, 'dev', 'a')).rejects.toThrow('2 artifacts of dev begin with a.');
    await expect(named(records, 'dev', 'e')).rejects.toThrow('No artifact e was ever deployed to dev.');
  });
});
