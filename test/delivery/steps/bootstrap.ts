import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { same, says } from '../checks';
import { type Journey, REPOSITORY, type Step } from '../journey';
export function bootstrapSteps(journey: Journey): readonly Step[] {
  return [
    [
      'nothing is promoted before the bootstrap',
      async () => {
        await journey.people.fails(
          `promote --artifact ${journey.first} --to dev --yes`,
          'Run "npm run bootstrap -- --env dev" once.',
        );
      },
    ],
    [
      'a bootstrap moves its state into the bucket that it made, and running it again changes nothing',
      async () => {
        says(
          await journey.people.succeeds('bootstrap --env dev --yes'),
          'The state of dev-delivery is in dev-blueprint-terraform-state-111111111111',
        );
        same('states left on this machine', readdirSync(join(journey.copy.root, '.local', 'bootstrap')), []);
        says(await journey.people.succeeds('bootstrap --env dev'), 'dev-delivery: no changes');
      },
    ],
    [
      'a bootstrap that was killed half-way goes on where it was',
      async () => {
        const { process: bootstrap, ended } = journey.people.start('bootstrap --env stg --yes');
        const state = join(journey.copy.root, '.local', 'bootstrap', 'stg-delivery.tfstate');
        // The bucket's lifecycle takes a minute: by the time the state names the bucket, most is still to come.
        while (
          bootstrap.exitCode === null &&
          !(existsSync(state) && readFileSync(state, 'utf8').includes('aws_s3_bucket'))
        )
          await pause(200);
        bootstrap.kill('SIGINT');
        same('the exit code', (await ended).code, 130);
        says(await journey.people.succeeds('bootstrap --env stg --yes'), 'The state of stg-delivery is in');
      },
    ],
    [
      'its roles are for the jobs of one repository and environment',
      async () => {
        await journey.takeRole('plan', { repository: REPOSITORY, environment: 'dev-plan' });
        for (const job of [
          { repository: REPOSITORY, environment: 'dev' },
          { repository: 'someone/else', environment: 'dev-plan' },
        ]) {
          const refused = await journey.takeRole('plan', job).then(
            () => 'taken',
            (error: Error) => error.message,
          );
          says(refused, 'AccessDenied');
        }
      },
    ],
  ];
}
