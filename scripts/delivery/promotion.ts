import type { Account } from './account';
import type { Artifact } from './artifact';
import { end, onRecord } from './history';
import { changesAnything, counted, type PlanSummary } from './plan-summary';
import { smokeTest } from './smoke-test';
import { lossesOf, PARTS, refuseLosses, StackDeployment } from './stack-deployment';
import type { Deployment, StateStore } from './state-store';

export interface PromotionOptions {
  readonly account: Account;
  readonly store: StateStore;
  readonly artifact: Artifact;
  /** Asked before a plan is applied. */
  readonly review: (stack: string, summary: PlanSummary) => Promise<boolean>;
  readonly allowDataLoss: boolean;
  /** Leaves the storage as it is where its plan would destroy what holds data: it is newer than the artifact, which reads less of it. */
  readonly keepsData: boolean;
  readonly say: (line: string) => void;
  readonly signal: AbortSignal;
}

/**
 * Deploys an artifact to one environment: each stack is planned, reviewed, and applied as it was reviewed, in their order; the workflows can't be
 * planned before the storage that they read from is there. Then the smoke test decides whether the deployment is one to go on from.
 *
 * @returns undefined when somebody refused a plan
 * @throws Error when a plan is refused, an apply or the smoke test fails
 */
export async function promote(options: PromotionOptions): Promise<Deployment | undefined> {
  const { account, store, artifact, say, signal } = options;
  let outputs: Readonly<Record<string, string>> = {};
  for (const part of PARTS) {
    const applied = await StackDeployment.with(account, artifact, part, signal, async (deployment) =>
      (await planAndApply(deployment, options)) ? deployment.outputs() : undefined,
    );
    if (!applied) return undefined;
    outputs = applied;
  }
  return finish({ account, store, artifact, outputs, say });
}

/** What is said of a storage that an earlier release must not take apart. */
export const STAYS = 'stays as it is, since that would destroy what holds data of a newer release';

/** @returns false when somebody refused the plan */
async function planAndApply(deployment: StackDeployment, options: PromotionOptions): Promise<boolean> {
  const { stack } = deployment;
  const unfinished = await deployment.complete();
  if (unfinished.length > 0) options.say(`  ${stack}: completes what was cut off: ${unfinished.join(', ')}`);
  const summary = await deployment.plan();
  options.say(`  ${stack}: ${counted(summary)}`);
  if (!changesAnything(summary)) return true;
  if (options.keepsData && lossesOf(summary).length > 0) {
    options.say(`  ${stack}: ${STAYS}`);
    return true;
  }
  refuseLosses(stack, summary, options.allowDataLoss);
  if (!(await options.review(stack, summary))) return false;
  const began = Date.now();
  await onRecord(options.store, options.artifact, () => deployment.apply());
  options.say(`  ${stack}: applied in ${((Date.now() - began) / 1000).toFixed(0)} s`);
  return true;
}

/**
 * Tests what was deployed and records it.
 *
 * @throws Error that says what does not serve; the record then says that the deployment did not pass
 */
export async function finish(
  options: Pick<PromotionOptions, 'account' | 'store' | 'artifact' | 'say'> & {
    readonly outputs: Readonly<Record<string, string>>;
  },
): Promise<Deployment> {
  const { account, store, artifact, outputs, say } = options;
  const { held, broken } = await smokeTest(account, artifact, outputs);
  const passed = broken.length === 0;
  const deployment = await end(store, artifact, passed);
  if (!passed) {
    throw new Error(
      `The smoke test of ${account.environment.name} failed:\n${broken.map((one) => `  ${one}`).join('\n')}\n` +
        `The artifact ${artifact.digest.slice(0, 12)} is deployed, but is recorded as failed: it can't be promoted. ` +
        `"npm run rollback -- --env ${account.environment.name}" deploys the one before.`,
    );
  }
  say(`  smoke test: ${held.join(', ')}`);
  return deployment;
}
