import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { accountOf } from '../account';
import { writeOutputs } from '../actions-outputs';
import { packed, unpacked } from '../artifact';
import { needStateBucket } from '../promotion';
import { StateStore } from '../state-store';
import { artifactOn } from './promote';
import { targetOf } from './rollback';
import { needed, neededEnvironment, optionsOf, type Verb } from './verb';

export const fetch: Verb = {
  usage: `npm run fetch -- --env <env> --file <file> [--previous | --digest <digest>]

  Writes an artifact that an environment has deployed to a file, for a job that may not read that environment itself: what is deployed
  now and has passed its smoke test.

  --previous  the one before it
  --digest    the one whose digest begins so`,

  async run(argv) {
    const options = optionsOf(fetch, argv, { env: 'text', file: 'text', previous: 'flag', digest: 'text' });
    const environment = neededEnvironment(fetch, 'env', options.env);
    const file = needed(fetch, 'file', options.file);
    const account = accountOf(environment);
    const store = new StateStore(account);
    await needStateBucket(account, store);
    const artifact =
      options.previous || options.digest
        ? await targetOf(store, environment.name, options.digest).then(async ({ digest, at }) =>
            unpacked(await store.artifact(digest), `The artifact of ${at}`, digest),
          )
        : await artifactOn(environment);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, packed(artifact));
    console.log(`${file}\n  digest ${artifact.digest}`);
    writeOutputs({ file, digest: artifact.digest });
    return 0;
  },
};
