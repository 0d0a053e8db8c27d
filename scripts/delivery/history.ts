import { userInfo } from 'node:os';
import type { Environment } from '@blueprint/env';
import { accountOf } from './account';
import { type Artifact, packed, unpacked } from './artifact';
import { type Deployment, StateStore } from './state-store';

/**
 * Keeps an artifact and notes that something of it is about to be applied, so that a deployment that is cut off is one that has begun,
 * and not the one before it.
 *
 * @returns takes the note back, when nothing was applied after all
 */
export async function begin(store: StateStore, artifact: Artifact): Promise<() => Promise<void>> {
  const { digest } = artifact;
  await store.saveArtifact(digest, packed(artifact));
  const before = await store.newestDeployment();
  if (before?.digest === digest && before.outcome === 'began') return async () => {};
  await store.record(digest, 'began', whoDeploys());
  return async () => {
    if (before) await store.record(before.digest, before.outcome, before.by);
  };
}

/** Keeps an artifact and records how its deployment ended: what is on record can always be promoted from here, or rolled back to. */
export async function end(store: StateStore, artifact: Artifact, passed: boolean): Promise<Deployment> {
  await store.saveArtifact(artifact.digest, packed(artifact));
  return store.record(artifact.digest, passed ? 'passed' : 'failed', whoDeploys());
}

/**
 * What an environment has deployed.
 *
 * @throws Error when it has nothing, or that has not passed its smoke test
 */
export async function artifactOn(environment: Environment): Promise<Artifact> {
  const account = accountOf(environment);
  const store = await StateStore.open(account);
  const newest = await store.newestDeployment();
  const { name } = environment;
  if (!newest) {
    throw new Error(
      `Nothing was deployed to ${name} yet: "npm run promote -- --artifact <file> --to ${name}" does it.`,
    );
  }
  if (newest.outcome !== 'passed') {
    const why = newest.outcome === 'failed' ? 'The smoke test' : 'The deployment';
    const how = newest.outcome === 'failed' ? 'failed' : 'never came to its end';
    throw new Error(`${why} of ${newest.digest.slice(0, 12)} in ${name} ${how} (${newest.at}): it is not promoted.`);
  }
  const from = `The artifact that ${name} has`;
  return unpacked(await store.artifact(newest.digest), from, newest.digest);
}

/** What is on record of the artifacts of an environment. */
export type Deployments = Pick<StateStore, 'deployments'>;

/**
 * The artifact that was there before the one that is there now, whether that came to its end or not.
 *
 * @param name of the environment
 * @throws Error when no other one has passed its smoke test
 */
export async function previous(store: Deployments, name: string): Promise<Deployment> {
  let current: Deployment | undefined;
  for await (const one of store.deployments()) {
    current ??= one;
    if (one.digest !== current.digest && one.outcome === 'passed') return one;
  }
  throw new Error(
    `There is nothing to roll ${name} back to: no other artifact was deployed to it and passed its smoke test.`,
  );
}

/**
 * The newest deployment of the artifact whose digest begins so.
 *
 * @param name of the environment
 * @throws Error when none was deployed, or several begin so
 */
export async function named(store: Deployments, name: string, digest: string): Promise<Deployment> {
  const found = new Map<string, Deployment>();
  for await (const one of store.deployments()) {
    if (one.digest.startsWith(digest) && !found.has(one.digest)) found.set(one.digest, one);
  }
  const [newest, ...others] = found.values();
  const shows = `"npm run rollback -- --env ${name} --list" shows which were.`;
  if (newest === undefined) throw new Error(`No artifact ${digest} was ever deployed to ${name}. ${shows}`);
  if (others.length > 0) throw new Error(`${found.size} artifacts of ${name} begin with ${digest}. ${shows}`);
  return newest;
}

function whoDeploys(variables: NodeJS.ProcessEnv = process.env): string {
  const { GITHUB_REPOSITORY, GITHUB_RUN_ID, GITHUB_ACTOR } = variables;
  return GITHUB_RUN_ID ? `${GITHUB_ACTOR} in run ${GITHUB_RUN_ID} of ${GITHUB_REPOSITORY}` : userInfo().username;
}
