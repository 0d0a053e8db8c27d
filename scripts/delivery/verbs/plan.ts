import { appendFileSync } from 'node:fs';
import { accountOf } from '../account';
import { writeOutputs, writeSummary } from '../actions-outputs';
import { asMarkdown, changesAnything, counted, listed } from '../plan-summary';
import { needStateBucket } from '../promotion';
import { isPart, PARTS, refuseLosses, StackDeployment } from '../stack-deployment';
import { StateStore } from '../state-store';
import { artifactIn } from './artifact';
import { needed, neededEnvironment, optionsOf, type Verb } from './verb';

export const plan: Verb = {
  usage: `npm run plan -- --env <env> --artifact <file> [--stack storage|workflows] [--save] [--markdown <file>] [--allow-data-loss]

  Plans what the artifact would change in an environment, and shows resources and fields, never values.

  --stack            one of the two. Default: both, the workflows only where the storage is there to be read
  --save             keeps the plan in the environment's state bucket, for "npm run apply"; needs --stack
  --markdown <file>  adds the plan to a file, for a comment
  --allow-data-loss  saves a plan that destroys tables, buckets or keys too`,

  async run(argv, signal) {
    const options = optionsOf(plan, argv, {
      env: 'text',
      artifact: 'text',
      stack: 'text',
      save: 'flag',
      markdown: 'text',
      'allow-data-loss': 'flag',
    });
    const account = accountOf(neededEnvironment(plan, 'env', options.env));
    const artifact = artifactIn(needed(plan, 'artifact', options.artifact));
    if (options.stack !== undefined && !isPart(options.stack))
      throw new Error(`--stack is one of ${PARTS.join(', ')}.`);
    if (options.save && options.stack === undefined)
      throw new Error('--save needs --stack: one plan is kept at a time.');
    const store = new StateStore(account);
    await needStateBucket(account, store);
    const tell = (stack: string, said: string, lines: readonly string[], markdown: string) => {
      console.log([`${stack}: ${said}`, ...lines.map((line) => `  ${line}`)].join('\n'));
      if (options.markdown) appendFileSync(options.markdown, markdown);
      writeSummary(markdown);
    };
    for (const part of options.stack === undefined ? PARTS : [options.stack]) {
      const stack = `${account.environment.name}-${part}`;
      if (part === 'workflows' && !(await store.hasState(`${account.environment.name}-storage`))) {
        const why = 'planned once the storage is there, which it reads from';
        tell(stack, why, [], `### ${stack}: ${why}\n`);
        continue;
      }
      await StackDeployment.with(account, artifact, part, signal, async (deployment) => {
        const summary = await deployment.plan();
        tell(stack, counted(summary), listed(summary), asMarkdown(stack, summary));
        if (!options.save) return;
        refuseLosses(stack, summary, options['allow-data-loss']);
        const { sha256 } = await store.savePlan(artifact.digest, stack, deployment.planFile);
        console.log(`  kept as ${sha256}, for "npm run apply"`);
        writeOutputs({ plan: sha256, changes: String(changesAnything(summary)) });
      });
    }
    return 0;
  },
};
