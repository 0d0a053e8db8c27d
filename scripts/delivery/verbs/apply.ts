import { accountOf } from '../account';
import { onRecord } from '../history';
import { counted } from '../plan-summary';
import { isPart, PARTS, StackDeployment } from '../stack-deployment';
import { StateStore } from '../state-store';
import { artifactIn } from './artifact';
import { needed, neededEnvironment, optionsOf, type Verb } from './verb';

export const apply: Verb = {
  usage: `npm run apply -- --env <env> --stack storage|workflows --artifact <file> --plan <sha256>

  Applies a plan that "npm run plan -- --save" has kept, as it was reviewed. A plan of another artifact or stack, another file than was
  reviewed, or one whose state has changed since is refused.`,

  async run(argv, signal) {
    const options = optionsOf(apply, argv, { env: 'text', artifact: 'text', stack: 'text', plan: 'text' });
    const account = accountOf(neededEnvironment(apply, 'env', options.env));
    const artifact = artifactIn(needed(apply, 'artifact', options.artifact));
    const part = needed(apply, 'stack', options.stack);
    const sha256 = needed(apply, 'plan', options.plan);
    if (!isPart(part)) throw new Error(`--stack is one of ${PARTS.join(', ')}.`);
    const store = await StateStore.open(account);
    const stack = `${account.environment.name}-${part}`;
    const content = await store.plan({ digest: artifact.digest, stack, sha256 });
    await StackDeployment.with(account, artifact, part, signal, async (deployment) => {
      console.log(`${stack}: ${counted(await deployment.take(content))}`);
      const began = Date.now();
      await onRecord(store, artifact, () => deployment.apply());
      console.log(`  applied in ${((Date.now() - began) / 1000).toFixed(0)} s`);
    });
    return 0;
  },
};
