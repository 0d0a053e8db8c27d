import type { Environment } from '@blueprint/env';
import { APPROVAL_ERRORS } from '@blueprint/lambdas/approval/errors';
import type { Construct } from 'constructs';
import { EnvironmentStack } from '../constructs/environment-stack';
import { lambdaTasks } from '../constructs/lambda-task';
import { liveArn } from '../constructs/live';

export { APPROVAL_ERRORS } from '@blueprint/lambdas/approval/errors';

/** Names of the errors of approval/request that come again however often the state is retried. */
export const UNMENDABLE_ERRORS = [
  'ApprovalAmbiguous',
  'CorruptRow',
  'InvalidEnvironment',
  'InvalidEvent',
  'LinkKeyMissing',
];

/** Seconds after the expiry in which a sweep tells the Task that its time is over, at the least. */
const LEAST_MARGIN_SECONDS = 3_600;

/** Sweeps that may fail one after another before the Task ends by its own timeout. */
const SWEEPS = 3;

export interface ApprovalTaskProps {
  /** ARN of approval/request: see {@link approvalFunctionArn}. */
  readonly functionArn: string;
  /** Longer than the expiry of a request: see {@link approvalTimeoutSeconds}. */
  readonly timeoutSeconds: number;
}

/** What the person is asked. */
export interface ApprovalQuestion {
  /** At most 200 characters, or JSONata that gives such a text. */
  readonly subject: string;
  /**
   * What the person sees beside it, 50 entries at the most: values by their labels, texts, numbers or JSONata; or JSONata that gives
   * a list of `{label, value}`. Labels have up to 100 characters, values up to 1,000.
   */
  readonly details: string | Readonly<Record<string, string | number | boolean>>;
}

/**
 * Makes Task states that wait for a person. Their result is `{approved: true, by, at}`. They fail with `ApprovalRejected`, whose cause
 * is JSON `{by, at, reason?}`, or `ApprovalExpired`; `States.Timeout` is the backstop. The execution's input must say `tenantCode` and
 * `requestId`, as every input does that `startWorkflow` sends.
 *
 * @returns a function from what is asked to a state that lacks `Next`
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/connect-to-resource.html#connect-wait-token
 */
export function approvalTask({ functionArn, timeoutSeconds }: ApprovalTaskProps) {
  const { lambdaCallback } = lambdaTasks(() => functionArn, [...UNMENDABLE_ERRORS, ...APPROVAL_ERRORS]);
  const task = lambdaCallback('approval/request', timeoutSeconds);
  return ({ subject, details }: ApprovalQuestion) =>
    ({
      ...task,
      Arguments: {
        ...task.Arguments,
        Payload: {
          ...task.Arguments.Payload,
          input: {
            tenantCode: '{% $states.context.Execution.Input.tenantCode %}',
            requestId: '{% $states.context.Execution.Input.requestId %}',
            subject,
            details:
              typeof details === 'string'
                ? details
                : Object.entries(details).map(([label, value]) => ({ label, value })),
          },
        },
      },
    }) as const;
}

/** The ARN that approval/request will have: a workflow that asks needs nothing of the approvals' construct. */
export function approvalFunctionArn(scope: Construct): string {
  const stack = EnvironmentStack.of(scope);
  return liveArn(stack.arn('lambda', `function:${stack.resourceName('approval-request')}`));
}

/** The timeout of a Task that waits for a person: a while longer than the request is open, so that its expiry ends it by name. */
export function approvalTimeoutSeconds({ approvals, reconcileMinutes }: Environment): number {
  return approvals.expirySeconds + Math.max(LEAST_MARGIN_SECONDS, SWEEPS * reconcileMinutes * 60);
}
