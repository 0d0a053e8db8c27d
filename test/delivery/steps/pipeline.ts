import { same, says } from '../checks';
import { type Journey, planIn, type Step } from '../journey';
export function pipelineSteps(journey: Journey): readonly Step[] {
  return [
    [
      'the workflows are not planned before the storage is there',
      async () => {
        const planner = await journey.takeRole('plan');
        const output = await planner.succeeds(`plan --env dev --artifact ${journey.first}`);
        says(output, 'dev-storage: ');
        says(output, 'dev-workflows: planned once the storage is there');
      },
    ],
    ['the role of plans cannot apply', () => planCannotApply(journey)],
    ['the first deploy: storage, then workflows, each applied as it was planned', () => firstDeploy(journey)],
    [
      'a plan of another artifact, or one that nobody saved, is refused',
      async () => {
        const planner = await journey.takeRole('plan');
        const plan = planIn(
          await planner.succeeds(`plan --env dev --stack workflows --artifact ${journey.first} --save`),
        );
        const applier = await journey.takeRole('apply');
        await applier.fails(
          `apply --env dev --stack workflows --artifact ${journey.second} --plan ${plan}`,
          'There is no plans/',
        );
        await applier.fails(
          `apply --env dev --stack storage --artifact ${journey.first} --plan ${plan}`,
          'There is no plans/',
        );
      },
    ],
  ];
}

async function planCannotApply(journey: Journey): Promise<void> {
  const planner = await journey.takeRole('plan');
  const plan = planIn(await planner.succeeds(`plan --env dev --stack storage --artifact ${journey.first} --save`));
  await planner.fails(
    `apply --env dev --stack storage --artifact ${journey.first} --plan ${plan}`,
    'not authorized to perform: s3:GetObject',
  );
}

async function firstDeploy(journey: Journey): Promise<void> {
  for (const stack of ['storage', 'workflows']) {
    const planner = await journey.takeRole('plan');
    const plan = planIn(await planner.succeeds(`plan --env dev --stack ${stack} --artifact ${journey.first} --save`));
    const applier = await journey.takeRole('apply');
    says(
      await applier.succeeds(`apply --env dev --stack ${stack} --artifact ${journey.first} --plan ${plan}`),
      'applied in',
    );
  }
  same('the reserved concurrency', await journey.reserved(), 3);
  await journey.people.fails('promote --from dev --to stg --yes', 'never came to its end');
  await journey.people.fails('promote --from stg --to dev --yes', 'Nothing was deployed to stg yet');
  const applier = await journey.takeRole('apply');
  says(await applier.succeeds(`smoke --env dev --artifact ${journey.first}`), 'smoke test: ');
}
