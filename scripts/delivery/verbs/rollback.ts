import { accountOf } from '../account';
import { unpacked } from '../artifact';
import { named, previous } from '../history';
import { StateStore } from '../state-store';
import { deployed } from './promote';
import { neededEnvironment, optionsOf, type Verb } from './verb';

export const rollback: Verb = {
  usage: `npm run rollback -- --env <env> [--digest <digest>] [--yes] [--allow-data-loss]
npm run rollback -- --env <env> --list

  Promotes the artifact that was there before the one that is there now and had passed its smoke test, or the one of a digest.

  The storage stays as it is where an earlier release would destroy what holds data.

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
    const store = await StateStore.open(account);
    if (options.list) {
      for await (const one of store.deployments()) {
        console.log(`${one.at}  ${one.digest.slice(0, 12)}  ${one.outcome}  by ${one.by}`);
      }
      return 0;
    }
    const { name } = environment;
    const target = await (options.digest ? named(store, name, options.digest) : previous(store, name));
    const artifact = unpacked(await store.artifact(target.digest), `The artifact of ${target.at}`, target.digest);
    const allowDataLoss = options['allow-data-loss'];
    return deployed(
      artifact,
      environment,
      { isAnswered: options.yes, allowDataLoss, keepsData: !allowDataLoss },
      signal,
    );
  },
};
