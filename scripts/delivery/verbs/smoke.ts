import { accountOf } from '../account';
import { writeOutputs } from '../actions-outputs';
import { finish } from '../promotion';
import { StackDeployment } from '../stack-deployment';
import { StateStore } from '../state-store';
import { artifactIn } from './artifact';
import { needed, neededEnvironment, optionsOf, type Verb } from './verb';

export const smoke: Verb = {
  usage: `npm run smoke -- --env <env> --artifact <file>

  Asks what the artifact has deployed whether it serves: machines, functions and the HTTP API. It starts nothing. The outcome is recorded as a deployment of the
  environment: only one that passed can be promoted or rolled back to.`,

  async run(argv, signal) {
    const options = optionsOf(smoke, argv, { env: 'text', artifact: 'text' });
    const account = accountOf(neededEnvironment(smoke, 'env', options.env));
    const artifact = artifactIn(needed(smoke, 'artifact', options.artifact));
    const store = await StateStore.open(account);
    const outputs = await StackDeployment.with(account, artifact, 'workflows', signal, (stack) => stack.outputs());
    const { digest } = await finish({ account, store, artifact, outputs, say: console.log });
    writeOutputs({ digest });
    return 0;
  },
};
