import { same, says } from '../checks';
import type { Journey, Step } from '../journey';

export function driftSteps(journey: Journey): readonly Step[] {
  return [
    [
      'drift opens an issue, and closes it when it is gone',
      async () => {
        await (await journey.takeRole('plan')).succeeds('drift --env dev');
        await journey.changeByHand(1);
        await (await journey.takeRole('plan')).fails('drift --env dev', 'update  aws_lambda_function.');
        const reporter = async () => (await journey.takeRole('plan')).with(journey.issues.variables);
        says(await (await reporter()).succeeds('drift --env dev --issue'), 'An issue was opened');
        says(await (await reporter()).succeeds('drift --env dev --issue'), 'Issue 1 says so');
        await journey.changeByHand(7);
        says(await (await reporter()).succeeds('drift --env dev --issue'), 'Issue 1 was closed');
        same(
          'issues',
          journey.issues.all.map(({ title, state }) => [title, state]),
          [['Drift in dev', 'closed']],
        );
      },
    ],
  ];
}
