import type { Environment } from '@blueprint/env';
import { accountOf } from '../account';
import type { Artifact } from '../artifact';
import { artifactOn } from '../history';
import { promote as promoteTo } from '../promotion';
import { review } from '../review';
import { StateStore } from '../state-store';
import { artifactIn } from './artifact';
import { neededEnvironment, optionsOf, type Verb } from './verb';

export const promote: Verb = {
  usage: `npm run promote -- --from <env> --to <env> [--yes] [--allow-data-loss]
npm run promote -- --artifact <file> --to <env> [--yes] [--allow-data-loss]

  Deploys an artifact: what another environment has deployed and tested, or one that "npm run artifact" has built. Each stack is planned,
  shown, and applied as it was shown; then the smoke test runs.

  --yes              applies what is planned without asking
  --allow-data-loss  applies a plan that destroys tables, buckets or keys

  Credentials are those of the AWS profile <app>-<env> where there is one, otherwise those of every AWS client.`,

  async run(argv, signal) {
    const options = optionsOf(promote, argv, {
      from: 'text',
      to: 'text',
      artifact: 'text',
      yes: 'flag',
      'allow-data-loss': 'flag',
    });
    const to = neededEnvironment(promote, 'to', options.to);
    if ((options.from === undefined) === (options.artifact === undefined)) {
      throw new Error(`Say either --from or --artifact.\n\n${promote.usage}`);
    }
    const artifact = options.artifact
      ? artifactIn(options.artifact)
      : await artifactOn(neededEnvironment(promote, 'from', options.from));
    return deployed(
      artifact,
      to,
      { isAnswered: options.yes, allowDataLoss: options['allow-data-loss'], keepsData: false },
      signal,
    );
  },
};

/**
 * Promotes an artifact to an environment and tells a person how it goes.
 *
 * @returns the exit code
 */
export async function deployed(
  artifact: Artifact,
  to: Environment,
  { isAnswered, allowDataLoss, keepsData }: { isAnswered: boolean; allowDataLoss: boolean; keepsData: boolean },
  signal: AbortSignal,
): Promise<number> {
  const account = accountOf(to);
  const store = await StateStore.open(account);
  console.log(`${artifact.digest.slice(0, 12)} → ${to.name}`);
  const deployment = await promoteTo({
    account,
    store,
    artifact,
    allowDataLoss,
    keepsData,
    signal,
    say: console.log,
    review: (stack, summary) => review(stack, summary, isAnswered, signal),
  });
  console.log(deployment ? `${to.name} has ${artifact.digest}.` : 'Nothing more was applied.');
  return deployment ? 0 : 1;
}
