import { join } from 'node:path';
import { DeleteFunctionCommand } from '@aws-sdk/client-lambda';
import { accountOf } from '@blueprint/scripts/delivery/account';
import { same, says } from '../checks';
import { dev, FunctionName, type Journey, type Step } from '../journey';
export function rollbackSteps(journey: Journey): readonly Step[] {
  return [
    [
      'a rollback deploys the artifact before',
      async () => {
        says(await journey.people.succeeds('rollback --env dev --yes'), 'dev-workflows: 1 to update');
        same('the reserved concurrency', await journey.reserved(), 3);
        await journey.people.succeeds('drift --env dev');
      },
    ],
    [
      '"cdktf deploy" by hand works beside it, on the same states',
      async () => {
        const cdktf = join(journey.copy.root, 'node_modules', 'cdktf-cli', 'bundle', 'bin', 'cdktf.js');
        const { variables } = accountOf(dev, { ...process.env, AWS_CONFIG_FILE: journey.configFile });
        const settings = ['--auto-approve', '--skip-provider-lock', '--terraform-parallelism=64'];
        const { code, output } = await journey.copy.startWith(
          { ...(variables as Record<string, string>), CI: 'true', FORCE_COLOR: '0' },
          ...[cdktf, 'deploy', 'dev-storage', 'dev-workflows', ...settings],
        ).ended;
        if (code !== 0) throw new Error(output.slice(-1500));
        same('plans without a change', output.match(/No changes\. Your infrastructure matches/g)?.length, 2);
      },
    ],
    [
      'a deployment whose smoke test fails is not promoted',
      async () => {
        await journey.lambda.send(new DeleteFunctionCommand({ FunctionName }));
        await journey.people.fails(`smoke --env dev --artifact ${journey.first}`, FunctionName);
        await journey.people.fails('promote --from dev --to stg --yes', 'it is not promoted');
      },
    ],
    [
      'a plan that takes data away is refused',
      async () => {
        journey.copy.write(
          'stacks/workflow-list.ts',
          journey.copy.read('stacks/workflow-list.ts').replace(/^.*EventIntake.*$/m, ''),
        );
        const without = await journey.build();
        await journey.people.fails(`promote --artifact ${without} --to dev --yes`, 'would destroy what holds data');
      },
    ],
  ];
}
