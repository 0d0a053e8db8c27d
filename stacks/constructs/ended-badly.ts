import type { Construct } from 'constructs';
import { EventRule } from './event-rule';
import type { NodeFunction } from './node-function';
import type { Queue } from './queue';
import type { StateMachine } from './state-machine';

export interface EndedBadlyProps {
  /** Last part of the rule's name, by which `failures` accepts what the rule could not deliver. */
  readonly name: string;
  readonly description: string;
  readonly machines: readonly StateMachine[];
  /** Records how an execution ended. */
  readonly settle: NodeFunction;
  /** Keeps the events that did not reach the function, and those that it could not handle. */
  readonly failures: Queue;
}

/**
 * Has a function told of each execution that failed, timed out or was aborted: a Catch sees none of the last two. An event is tried
 * for as long as EventBridge and Lambda can, since nothing else tells of it.
 *
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/eventbridge-integration.html
 */
export function settleWhatEndedBadly(scope: Construct, props: EndedBadlyProps): void {
  const { name, description, machines, settle, failures } = props;
  settle.invokeAsynchronously(2, 21_600, failures);
  new EventRule(scope, 'execution-ended-badly', {
    name,
    description,
    when: {
      pattern: {
        source: ['aws.states'],
        'detail-type': ['Step Functions Execution Status Change'],
        detail: { status: ['FAILED', 'TIMED_OUT', 'ABORTED'], stateMachineArn: machines.map(({ arn }) => arn) },
      },
    },
    target: settle,
    retries: 185,
    maxAgeSeconds: 86_400,
    deadLetters: failures,
  });
}
