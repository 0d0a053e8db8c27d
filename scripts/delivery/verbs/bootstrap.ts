import { mkdirSync, rmSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { type Environment, stateBucketName } from '@blueprint/env';
import { accountOf } from '../account';
import { buildArtifact } from '../build';
import { changesAnything, counted, type PlanSummary } from '../plan-summary';
import { review } from '../review';
import { StackDeployment } from '../stack-deployment';
import { StateStore } from '../state-store';
import { neededEnvironment, optionsOf, type Verb } from './verb';

const states = resolve(__dirname, '..', '..', '..', '.local', 'bootstrap');

export const bootstrap: Verb = {
  usage: `npm run bootstrap -- --env <env> [--yes]

  Makes what delivers to an environment, once, with an administrator's credentials: the state bucket, GitHub's OIDC provider, and the roles that its jobs
  take to plan and to apply. Its own state moves into the bucket that it made. Running it again applies what has changed since, and goes on where it was
  interrupted.

  --yes  applies what is planned without asking`,

  async run(argv, signal) {
    const { env, yes } = optionsOf(bootstrap, argv, { env: 'text', yes: 'flag' });
    const environment = neededEnvironment(bootstrap, 'env', env);
    if (!environment.delivery) {
      throw new Error(
        `Environment ${environment.name} has no \`delivery\`: its state is in files of this machine, and nothing delivers to it.`,
      );
    }
    const account = accountOf(environment);
    const store = new StateStore(account);
    const stack = `${environment.name}-delivery`;
    const local = join(states, `${stack}.tfstate`);
    const isMoved = await store.hasState(stack);
    mkdirSync(dirname(local), { recursive: true });
    const outputs = await StackDeployment.with(
      account,
      await buildArtifact(),
      'delivery',
      signal,
      async (deployment) => {
        const summary = await deployment.plan();
        console.log(`${stack}: ${counted(summary)}`);
        if (changesAnything(summary)) {
          if (!(await review(stack, summary, yes, signal))) return undefined;
          const isReviewed = (next: PlanSummary) => review(stack, next, yes, signal);
          if (!(await applyAndAdopt(deployment, isReviewed))) return undefined;
        }
        if (!isMoved) await deployment.moveState();
        return deployment.outputs();
      },
      isMoved ? {} : { stateFile: local },
    );
    if (!outputs) {
      console.log('Nothing was applied.');
      return 1;
    }
    if (!(await store.hasState(stack))) {
      throw new Error(`The state of ${stack} did not arrive in its bucket. It is still in ${local}: run this again.`);
    }
    for (const file of [local, `${local}.backup`]) rmSync(file, { force: true });
    console.log(`The state of ${stack} is in ${stateBucketName(environment)}.`);
    console.log(whatNext(environment, environment.delivery.repository, outputs));
    return 0;
  },
};

/**
 * What an earlier run has made and not written down is adopted, so that a bootstrap that was cut off can always go on. What would become
 * of it is another plan, which is reviewed as well: it may be somebody else's.
 *
 * @returns false when that one was refused
 */
async function applyAndAdopt(
  deployment: StackDeployment,
  isReviewed: (next: PlanSummary) => Promise<boolean>,
): Promise<boolean> {
  for (;;) {
    try {
      await deployment.apply();
      return true;
    } catch (error) {
      const adopted = await deployment.adopt(error);
      if (adopted.length === 0) throw error;
      console.log(`  adopts what is there already: ${adopted.join(', ')}`);
      if (!(await isReviewed(await deployment.plan()))) return false;
    }
  }
}

function whatNext(
  { name, region }: Pick<Environment, 'name' | 'region'>,
  repository: string,
  { plan_role_arn, apply_role_arn }: Readonly<Record<string, string>>,
): string {
  return `
In ${repository} on GitHub, under Settings:
  Environments, ${name}-plan   variables AWS_ROLE_ARN = ${plan_role_arn}
  ${' '.repeat(name.length)}                             AWS_REGION = ${region}
  Environments, ${name}        variables AWS_ROLE_ARN = ${apply_role_arn}
  ${' '.repeat(name.length)}                             AWS_REGION = ${region}
  ${' '.repeat(name.length)}                   deployment branches: main only; reviewers where an apply wants an approval
  Variables of the repository   DELIVERY = on, once every environment is bootstrapped`;
}
