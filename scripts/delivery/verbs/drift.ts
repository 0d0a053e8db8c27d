import { accountOf } from '../account';
import { writeSummary } from '../actions-outputs';
import { unpacked } from '../artifact';
import { tellDrift } from '../drift-issue';
import { asMarkdown, changesAnything, counted, listed } from '../plan-summary';
import { repositoryOf } from '../repository';
import { lossesOf, PARTS, StackDeployment } from '../stack-deployment';
import { StateStore } from '../state-store';
import { neededEnvironment, optionsOf, type Verb } from './verb';

export const drift: Verb = {
  usage: `npm run drift -- --env <env> [--issue]

  Compares what is in an environment's account with the artifact that was deployed last, and exits with 1 where they differ: somebody has changed something by
  hand, or the deployment never came to its end. It changes nothing.

  --issue  keeps one issue of it on GitHub: opened while there is drift, closed when it is gone. Then the exit code is 0`,

  async run(argv, signal) {
    const { env, issue } = optionsOf(drift, argv, { env: 'text', issue: 'flag' });
    const environment = neededEnvironment(drift, 'env', env);
    const repository = issue ? repositoryOf('--issue') : undefined;
    const account = accountOf(environment);
    const store = await StateStore.open(account);
    const newest = await store.newestDeployment();
    if (!newest) throw new Error(`Nothing was deployed to ${environment.name} yet, so nothing can have drifted.`);
    if (newest.outcome === 'began') {
      console.log(
        `A deployment of ${newest.digest.slice(0, 12)} to ${environment.name} is under way, or was cut off (${newest.at}): ` +
          'there is nothing to compare with until it has come to its end.',
      );
      return repository ? 0 : 1;
    }
    const artifact = unpacked(await store.artifact(newest.digest), `The artifact of ${newest.at}`, newest.digest);
    const drifted: string[] = [];
    for (const part of PARTS) {
      const summary = await StackDeployment.with(account, artifact, part, signal, (deployment) =>
        deployment.plan({ locks: false }),
      );
      const stack = `${environment.name}-${part}`;
      console.log([`${stack}: ${counted(summary)}`, ...listed(summary).map((line) => `  ${line}`)].join('\n'));
      if (changesAnything(summary)) drifted.push(asMarkdown(stack, summary));
      if (lossesOf(summary).length > 0) drifted.push(KEPT);
    }
    const report = drifted.length > 0 ? reportOf(environment.name, newest.digest, drifted) : undefined;
    if (report) writeSummary(report);
    if (!repository) return report ? 1 : 0;
    console.log(await tellDrift(repository, environment.name, report));
    return 0;
  },
};

const KEPT = `What holds data and would be deleted may be a newer release's, which a rollback has left. It is part of what is deployed again when a newer artifact
comes; \`--allow-data-loss\` takes it away.
`;

function reportOf(environment: string, digest: string, drifted: readonly string[]): string {
  return `What is in the account of ${environment} is not what the artifact ${digest.slice(0, 12)} says. Applying that artifact again would:

${drifted.join('\n')}
Either apply it (\`npm run rollback -- --env ${environment} --digest ${digest.slice(0, 12)}\`), or bring the change into the code and deliver it.
This issue closes itself when both agree.`;
}
