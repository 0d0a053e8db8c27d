import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { DeleteFunctionCommand } from '@aws-sdk/client-lambda';
import { accountOf } from '@blueprint/scripts/delivery/account';
import { same, says } from '../checks';
import { dev, FunctionName, type Journey, type Step } from '../journey';
export function rollbackSteps(journey: Journey): readonly Step[] {
  return [
    [
      'a rollback deploys the artifact before, and leaves the table that only the newer one keeps',
      async () => {
        const planner = await journey.takeRole('plan');
        const storage = `plan --env dev --stack storage --artifact ${journey.first} --save`;
        await planner.fails(storage, 'would destroy what holds data');
        says(await planner.succeeds(`${storage} --keep-data`), 'stays as it is');
        const back = await journey.people.succeeds('rollback --env dev --yes');
        says(back, 'dev-storage: stays as it is');
        says(back, 'dev-workflows: 1 to update');
        same('the reserved concurrency', await journey.reserved(), 3);
        await journey.people.fails('drift --env dev', 'delete  aws_dynamodb_table.notes');
      },
    ],
    [
      'a deployment that was cut off is one that has begun, and is rolled back to what ran',
      async () => {
        const { process: promotion, ended } = journey.people.start(
          `promote --artifact ${journey.second} --to dev --yes`,
        );
        let said = '';
        promotion.stdout?.on('data', (chunk: Buffer) => {
          said += chunk;
        });
        while (promotion.exitCode === null && !said.includes('dev-workflows: 1 to update')) await pause(50);
        // The record is written before Terraform begins.
        await pause(1_000);
        promotion.kill('SIGINT');
        same('the exit code', (await ended).code, 130);
        says((await journey.people.succeeds('rollback --env dev --list')).split('by')[0] ?? '', 'began');
        await journey.people.fails('promote --from dev --to stg --yes', 'never came to its end');
        await journey.people.fails('drift --env dev', 'is under way, or was cut off');
        await journey.people.succeeds('rollback --env dev --yes');
        same('the reserved concurrency', await journey.reserved(), 3);
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
      'an artifact that was never deployed passes no smoke test, and a plan that takes data away is refused',
      async () => {
        const handler = 'lambdas/command/trigger.ts';
        journey.copy.write(handler, `${journey.copy.read(handler)}\nexport const release = 'next';\n`);
        journey.copy.write(
          'stacks/workflow-list.ts',
          journey.copy.read('stacks/workflow-list.ts').replace(/^.*EventIntake.*$/m, ''),
        );
        const without = await journey.build();
        await journey.people.fails(
          `smoke --env dev --artifact ${without}`,
          "The function dev-blueprint-command-trigger runs other code than the artifact's.",
        );
        await journey.people.fails(`promote --artifact ${without} --to dev --yes`, 'would destroy what holds data');
      },
    ],
  ];
}
