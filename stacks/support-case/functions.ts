import type { FunctionPath } from '@blueprint/lambdas';
import type { Construct } from 'constructs';
import { EnvironmentStack } from '../constructs/environment-stack';
import type { Statement } from '../constructs/policy';
import { type FunctionSettings, StateFunctions } from '../constructs/state-functions';
import { ownStored } from '../storage-outputs';
import type { WorkflowProps } from '../workflows';

type CasePath = Extract<FunctionPath, `support-case/${string}`>;

/** The functions that are states of the support-case machine, each with just the variables and rights that its handler uses. */
export function caseFunctions(scope: Construct, { storage, bundles }: WorkflowProps): StateFunctions<CasePath> {
  const { env } = EnvironmentStack.of(scope);
  const cases = ownStored(storage, 'cases');
  const environment = { CASES_TABLE: cases.name };
  const grants = (...actions: readonly string[]): Statement[] => [
    { Sid: 'Case', Action: actions.map((action) => `dynamodb:${action}`), Resource: [cases.arn] },
  ];
  const settings: Readonly<Record<CasePath, FunctionSettings>> = {
    'support-case/open-case': { environment, grants: grants('UpdateItem') },
    'support-case/assign-case': { environment, grants: grants('UpdateItem') },
    'support-case/work-on-case': { environment, grants: grants('GetItem', 'UpdateItem') },
    'support-case/close-case': {
      environment: { ...environment, RETENTION_DAYS: String(env.retention.jobsDays) },
      grants: grants('UpdateItem'),
    },
    'support-case/escalate-case': { environment, grants: grants('UpdateItem') },
  };
  const common = { bundles, codeBucket: storage.assets.name, keyArn: storage.keyArn };
  return new StateFunctions(scope, common, settings, 'stacks/support-case/functions.ts');
}
