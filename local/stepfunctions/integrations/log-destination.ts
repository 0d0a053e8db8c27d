import { StepFunctionsError } from '../errors';
import type { LoggingConfiguration } from '../runtime/execution-log';
import type { Integrations } from './integrations';
import { checkRolePermissions } from './role-permissions';

/** What the role of a state machine that logs must be allowed, on `*`. */
export const LOG_DELIVERY_ACTIONS = [
  'logs:CreateLogDelivery',
  'logs:GetLogDelivery',
  'logs:UpdateLogDelivery',
  'logs:DeleteLogDelivery',
  'logs:ListLogDeliveries',
  'logs:PutResourcePolicy',
  'logs:DescribeResourcePolicies',
  'logs:DescribeLogGroups',
] as const;

/**
 * The service makes a log delivery in the name of the role, to a log group that must be there.
 *
 * @throws AccessDeniedException when the role must not make it, InvalidLoggingConfiguration when the group is not there.
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/cw-logs.html#cloudwatch-iam-policy
 */
export async function checkLogDestination(
  { level, destinations }: LoggingConfiguration,
  roleArn: string,
  integrations: Pick<Integrations, 'authorize' | 'hasLogGroup'>,
): Promise<void> {
  const [destination] = destinations ?? [];
  if (level === 'OFF' || destination === undefined) return;
  const delivery = { roleArn, actions: LOG_DELIVERY_ACTIONS, resource: '*' };
  const denied = 'The state machine IAM Role is not authorized to access the Log Destination';
  await checkRolePermissions(delivery, denied, integrations);
  const { logGroupArn } = destination.cloudWatchLogsLogGroup;
  if ((await integrations.hasLogGroup?.(logGroupArn)) === false) {
    const message = 'Invalid Logging Configuration: Log Destination not found.';
    throw new StepFunctionsError('InvalidLoggingConfiguration', message);
  }
}
