import { appendFileSync } from 'node:fs';
import { accountOf } from '../account';
import { writeOutputs, writeSummary } from '../actions-outputs';
import { asMarkdown, changesAnything, counted, listed } from '../plan-summary';
import { STAYS } from '../promotion';
import { isPart, lossesOf, PARTS, refuseLosses, StackDeployment } from '../stack-deployment';
import { StateStore } from '../state-store';
import { artifactIn } from './artifact';
import { needed, neededEnvironment, optionsOf, type Verb } from './verb';

export const plan: Verb = {
  usage: `npm run plan -- --env <env> --artifact <file> [--stack storage|workflows] [--save] [--markdown <file>]
             [--allow-data-loss | --keep-data]

  Plans what the artifact would change in an environment, and shows resources and fields, never values.

  --stack            one of the two. Default: both, the workflows only where the storage has what they read
  --save             keeps the plan in the environment's state bucket, for "npm run apply"; needs --stack
  --markdown <file>  adds the plan to a file, for a comment
  --allow-data-loss  saves a plan that destroys tables, buckets or keys too
  --keep-data        saves none then: the storage stays as it is, as an earlier release needs no more of it`,

  async run(argv, signal) {
    const options = optionsOf(plan, argv, {
      env: 'text',
      artifact: 'text',
      stack: 'text',
      save: 'flag',
      markdown: 'text',
      'allow-data-loss': 'flag',
      'keep-data': 'flag',
    });
    const account = accountOf(neededEnvironment(plan, 'env', options.env));
    const artifact = artifactIn(needed(plan, 'artifact', options.artifact));
    if (options.stack !== undefined && !isPart(options.stack))
      throw new Error(`--stack is one of ${PARTS.join(', ')}.`);
    if (options.save && options.stack === undefined)
      throw new Error('--save needs --stack: one plan is kept at a time.');
    const store = await StateStore.open(account);
    const tell = (stack: string, said: string, lines: readonly string[], markdown: string) => {
      console.log([`${stack}: ${said}`, ...lines.map((line) => `  ${line}`)].join('\n'));
      if (options.markdown) appendFileSync(options.markdown, markdown);
      writeSummary(markdown);
    };
    let later: string | undefined;
    for (const part of options.stack === undefined ? PARTS : [options.stack]) {
      const stack = `${account.environment.name}-${part}`;
      if (part === 'workflows' && !(await store.hasState(`${account.environment.name}-storage`)))
        later = 'planned once the storage is there, which it reads from';
      if (later !== undefined) {
        tell(stack, later, [], `### ${stack}: ${later}\n`);
        continue;
      }
      await StackDeployment.with(account, artifact, part, signal, async (deployment) => {
        const summary = await deployment.plan({ locks: options.save });
        tell(stack, counted(summary), listed(summary), asMarkdown(stack, summary));
        if (summary.outputs.length > 0)
          later = `planned once the storage is applied: it reads what changes there, ${summary.outputs.join(', ')}`;
        if (!options.save) return;
        if (options['keep-data'] && lossesOf(summary).length > 0) {
          console.log(`  ${STAYS}`);
          writeOutputs({ plan: '', changes: 'false' });
          return;
        }
        refuseLosses(stack, summary, options['allow-data-loss']);
        const { sha256 } = await store.savePlan(artifact.digest, stack, deployment.planFile);
        console.log(`  kept as ${sha256}, for "npm run apply"`);
        writeOutputs({ plan: sha256, changes: String(changesAnything(summary)) });
      });
    }
    return 0;
  },
};
