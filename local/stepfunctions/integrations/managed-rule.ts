import type { Place } from '../api/arn';
import type { Machine } from '../definition/machine';
import type { Integrations } from './integrations';
import { checkRolePermissions } from './role-permissions';

const RULE = 'StepFunctionsGetEventsForStepFunctionsExecutionRule';
const ACTIONS = ['events:PutTargets', 'events:PutRule', 'events:DescribeRule'] as const;

/**
 * A state machine that waits for the executions it starts hears of their end by a rule that AWS makes for it, in the
 * name of its role.
 *
 * @throws AccessDeniedException when the role must not make the rule.
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/connect-stepfunctions.html#sync-async-iam-policies
 */
export async function checkManagedRule(
  machine: Machine,
  roleArn: string,
  { region, accountId }: Place,
  integrations: Integrations,
): Promise<void> {
  if (!waitsForExecutions(machine)) return;
  const resource = `arn:aws:events:${region}:${accountId}:rule/${RULE}`;
  const denied = `'${roleArn}' is not authorized to create managed-rule.`;
  await checkRolePermissions({ roleArn, actions: ACTIONS, resource }, denied, integrations);
}

/** Those of another account, which Credentials lead to, are asked instead. */
function waitsForExecutions({ regions }: Machine): boolean {
  return [...regions.values()].some(({ states }) =>
    [...states.values()].some(
      (state) =>
        state.type === 'Task' &&
        state.credentials === undefined &&
        state.resource.kind === 'service' &&
        state.resource.resource === 'states:startExecution' &&
        (state.resource.pattern === 'sync' || state.resource.pattern === 'sync:2'),
    ),
  );
}
