import { LIVE } from '@blueprint/lambdas/platform/live';
import type { Statement } from './policy';

/** The ARN of the alias `live` of a machine or a function. */
export function liveArn(arn: string): string {
  return `${arn}:${LIVE}`;
}

/**
 * The right to start machines through their alias, and by no version: IAM knows an alias by the ARN of its machine, and tells it by a
 * condition key.
 *
 * @param machineArns ARNs without an alias
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/auth-version-alias.html
 */
export function mayStart(
  machineArns: readonly string[],
  action: 'states:StartExecution' | 'states:StartSyncExecution' = 'states:StartExecution',
): Statement {
  return {
    Sid: 'Start',
    Action: [action],
    Resource: machineArns,
    Condition: { 'ForAnyValue:StringEquals': { 'states:StateMachineQualifier': [LIVE] } },
  };
}
