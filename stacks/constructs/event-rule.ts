import { CloudwatchEventRule } from '@cdktf/provider-aws/lib/cloudwatch-event-rule';
import { CloudwatchEventTarget } from '@cdktf/provider-aws/lib/cloudwatch-event-target';
import { Construct } from 'constructs';
import { EnvironmentStack } from './environment-stack';
import { named, within } from './limits';
import type { NodeFunction } from './node-function';
import type { Queue } from './queue';

const RATES = 'https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-scheduled-rule-pattern.html';

export interface EventRuleProps {
  /** Last part of the rule's name. */
  readonly name: string;
  readonly description: string;
  /** What invokes the function: events that match a pattern, or the clock. */
  readonly when: { readonly pattern: object } | { readonly everyMinutes: number };
  readonly target: NodeFunction;
  /** Further attempts to reach the function, 0–185. */
  readonly retries: number;
  /** Age in seconds at which an event is no longer tried, 60–86,400. */
  readonly maxAgeSeconds: number;
  /** Keeps the events that could not be delivered, and must accept them from this rule; without it they are dropped. */
  readonly deadLetters?: Queue;
}

/** The ARN that the event rule of this name will have. */
export function eventRuleArn(scope: Construct, name: string): string {
  const stack = EnvironmentStack.of(scope);
  return stack.arn('events', `rule/${stack.resourceName(name)}`);
}

/** A rule of the default event bus that invokes a function. */
export class EventRule extends Construct {
  constructor(
    scope: Construct,
    id: string,
    private readonly props: EventRuleProps,
  ) {
    super(scope, id);
    const name = EnvironmentStack.of(this).resourceName(props.name);
    this.checkLimits(name);
    const rule = new CloudwatchEventRule(this, 'rule', { name, description: props.description, ...this.trigger() });
    const permission = props.target.permit(this, 'permission', name, 'events.amazonaws.com', rule.arn);
    new CloudwatchEventTarget(this, 'target', {
      rule: rule.name,
      targetId: 'function',
      arn: props.target.arn,
      retryPolicy: { maximumRetryAttempts: props.retries, maximumEventAgeInSeconds: props.maxAgeSeconds },
      ...(props.deadLetters && { deadLetterConfig: { arn: props.deadLetters.arn } }),
      dependsOn: [permission],
    });
  }

  private checkLimits(name: string): void {
    const page = 'https://docs.aws.amazon.com/eventbridge/latest/APIReference';
    const pattern = /^[\w.-]{1,64}$/;
    named(this, name, pattern, '1–64 letters, digits, dots, hyphens and underscores', `${page}/API_PutRule.html`);
    within(this, 'retries', this.props.retries, [0, 185], `${page}/API_RetryPolicy.html`);
    within(this, 'maxAgeSeconds', this.props.maxAgeSeconds, [60, 86_400], `${page}/API_RetryPolicy.html`);
  }

  private trigger(): { eventPattern: string } | { scheduleExpression: string } {
    const { when } = this.props;
    if ('pattern' in when) return { eventPattern: JSON.stringify(when.pattern) };
    const { everyMinutes } = when;
    if (!Number.isInteger(everyMinutes) || everyMinutes < 1) {
      throw new Error(
        `${this.node.path}: everyMinutes is ${everyMinutes}, but a rate is one whole minute or more. See ${RATES}`,
      );
    }
    return { scheduleExpression: `rate(${everyMinutes} ${everyMinutes === 1 ? 'minute' : 'minutes'})` };
  }
}
