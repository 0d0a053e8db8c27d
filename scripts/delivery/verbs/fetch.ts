import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Environment } from '@blueprint/env';
import { accountOf } from '../account';
import { writeOutputs } from '../actions-outputs';
import { type Artifact, packed, unpacked } from '../artifact';
import { artifactOn, named, previous } from '../history';
import { StateStore } from '../state-store';
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
    const store = await StateStore.open(account);
    const artifact = await asked(store, environment, options);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, packed(artifact));
    console.log(`${file}\n  digest ${artifact.digest}`);
    writeOutputs({ file, digest: artifact.digest });
    return 0;
  },
};

/** @throws Error when it is none that passed its smoke test */
async function asked(
  store: StateStore,
  environment: Environment,
  { previous: isPrevious, digest }: { readonly previous: boolean; readonly digest: string | undefined },
): Promise<Artifact> {
  const { name } = environment;
  if (!isPrevious && !digest) return artifactOn(environment);
  const one = await (digest ? named(store, name, digest) : previous(store, name));
  if (one.outcome !== 'passed')
    throw new Error(
      `The artifact ${one.digest.slice(0, 12)} has not passed its smoke test in ${name}: it is not promoted.`,
    );
  return unpacked(await store.artifact(one.digest), `The artifact of ${one.at}`, one.digest);
}
