import { accountOf } from '../account';
import { unpacked } from '../artifact';
import { needStateBucket } from '../promotion';
import { type Deployment, StateStore } from '../state-store';
import { deployed } from './promote';
import { neededEnvironment, optionsOf, type Verb } from './verb';

export const rollback: Verb = {
  usage: `npm run rollback -- --env <env> [--digest <digest>] [--yes] [--allow-data-loss]
npm run rollback -- --env <env> --list

  Promotes the artifact that was there before the one that is there now and had passed its smoke test, or the one of a digest.

  --digest  first characters of the digest of one that was deployed here
  --list    shows what was deployed here, the newest first`,

  async run(argv, signal) {
    const options = optionsOf(rollback, argv, {
      env: 'text',
      digest: 'text',
      list: 'flag',
      yes: 'flag',
      'allow-data-loss': 'flag',
    });
    const environment = neededEnvironment(rollback, 'env', options.env);
    const account = accountOf(environment);
    const store = new StateStore(account);
    await needStateBucket(account, store);
    if (options.list) {
      for await (const one of store.deployments()) {
        console.log(`${one.at}  ${one.digest.slice(0, 12)}  ${one.passed ? 'passed' : 'failed'}  by ${one.by}`);
      }
      return 0;
    }
    const target = await targetOf(store, environment.name, options.digest);
    const artifact = unpacked(await store.artifact(target.digest), `The artifact of ${target.at}`, target.digest);
    const allowDataLoss = options['allow-data-loss'];
    return deployed(artifact, environment, { isAnswered: options.yes, allowDataLoss }, signal);
  },
};

export async function targetOf(store: StateStore, name: string, digest: string | undefined): Promise<Deployment> {
  let current: Deployment | undefined;
  for await (const one of store.deployments()) {
    current ??= one;
    const isIt = digest === undefined ? one.digest !== current.digest && one.passed : one.digest.startsWith(digest);
    if (isIt) return one;
  }
  throw new Error(
    digest === undefined
      ? `There is nothing to roll ${name} back to: no other artifact was deployed to it and passed its smoke test.`
      : `No artifact ${digest} was ever deployed to ${name}. "npm run rollback -- --env ${name} --list" shows which were.`,
  );
}
