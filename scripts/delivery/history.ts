import { userInfo } from 'node:os';
import type { Environment } from '@blueprint/env';
import { accountOf } from './account';
import { type Artifact, packed, unpacked } from './artifact';
import { type Deployment, StateStore } from './state-store';
import { NothingAppliedError } from './terraform-run';

/**
 * Applies something of an artifact. The artifact is kept and the deployment noted as begun beforehand, so that one that is cut off is not
 * taken for the one before it.
 */
export async function onRecord(store: StateStore, artifact: Artifact, apply: () => Promise<void>): Promise<void> {
  const { digest } = artifact;
  await store.saveArtifact(digest, packed(artifact));
  const before = await store.newestDeployment();
  const isKnown = before?.digest === digest && before.outcome === 'began';
  const noted = isKnown ? undefined : await store.record(digest, 'began', whoDeploys());
  try {
    await apply();
  } catch (error) {
    // What was there before is there still, unless somebody else has deployed meanwhile.
    if (error instanceof NothingAppliedError && noted && before && (await store.newestDeployment())?.at === noted.at)
      await store.record(before.digest, before.outcome, before.by);
    throw error;
  }
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
 * What to roll back to: the artifact that the newest one was deployed upon, whether that came to its end or not. A rollback takes away what
 * it went back from, so that the next one goes further back, and one that did not come to its end goes to the same artifact again.
 *
 * @param name of the environment
 * @throws Error when no other one has passed its smoke test
 */
export async function previous(store: Deployments, name: string): Promise<Deployment> {
  const all: Deployment[] = [];
  for await (const one of store.deployments()) all.unshift(one);
  /** Each was deployed upon the one before. */
  const passed: Deployment[] = [];
  const placeOf = (of: Deployment | undefined) => passed.findIndex(({ digest }) => digest === of?.digest);
  for (const one of all.filter(({ outcome }) => outcome === 'passed')) {
    const place = placeOf(one);
    passed.splice(place < 0 ? passed.length : place, passed.length, one);
  }
  const newest = placeOf(all.at(-1));
  const isRolledBack = newest >= 0 && newest < passed.length - 1;
  const target = newest < 0 ? passed.at(-1) : passed[isRolledBack ? newest : newest - 1];
  if (target) return target;
  throw new Error(
    `There is nothing to roll ${name} back to: no other artifact was deployed to it and passed its smoke test.`,
  );
}

/**
 * The newest deployment of the artifact whose digest begins so that has passed, or the newest if none has.
 *
 * @param name of the environment
 * @throws Error when none was deployed, or several begin so
 */
export async function named(store: Deployments, name: string, digest: string): Promise<Deployment> {
  const found = new Map<string, Deployment>();
  for await (const one of store.deployments()) {
    if (!one.digest.startsWith(digest)) continue;
    const known = found.get(one.digest);
    if (!known || (known.outcome !== 'passed' && one.outcome === 'passed')) found.set(one.digest, one);
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
