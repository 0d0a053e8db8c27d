import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { same, says } from '../checks';
import { type Journey, planIn, type Step } from '../journey';
export function promotionSteps(journey: Journey): readonly Step[] {
  return [
    [
      'what dev has is promoted to stg, byte for byte',
      async () => {
        says(await journey.people.succeeds('promote --from dev --to stg --yes'), 'stg has ');
        says(await journey.people.succeeds('rollback --env dev --list'), 'passed');
        await journey.people.succeeds('fetch --env stg --file fetched.zip');
        same(
          'the artifact in stg',
          readFileSync(join(journey.copy.root, 'fetched.zip')).equals(readFileSync(journey.first)),
          true,
        );
      },
    ],
    [
      'a table that was cut off while it was made is completed, since it is protected',
      async () => {
        const table = await journey.taint('stg', 'aws_dynamodb_table.commands');
        const promoted = await journey.people.succeeds('promote --from dev --to stg --yes');
        says(promoted, `stg-storage: completes what was cut off: ${table}`);
        says(promoted, 'stg-storage: no changes');
      },
    ],
    [
      'a plan whose state has changed since is refused',
      async () => {
        const planner = await journey.takeRole('plan');
        const plan = planIn(
          await planner.succeeds(`plan --env dev --stack workflows --artifact ${journey.second} --save`),
        );
        const whole = await planner.succeeds(`plan --env dev --artifact ${journey.second}`);
        says(whole, 'dev-workflows: planned once the storage is applied: it reads what changes there, notes_arn');
        const second = await journey.people.succeeds(`promote --artifact ${journey.second} --to dev --yes`);
        says(second, 'dev-storage: 1 to create');
        same('the reserved concurrency', await journey.reserved(), 7);
        const applier = await journey.takeRole('apply');
        await applier.fails(
          `apply --env dev --stack workflows --artifact ${journey.second} --plan ${plan}`,
          'The plan is stale',
        );
      },
    ],
  ];
}
