import { CloudwatchMetricAlarm } from '@cdktf/provider-aws/lib/cloudwatch-metric-alarm';
import { Construct } from 'constructs';
import { EnvironmentStack } from './environment-stack';
import { named, within } from './limits';

const LIMITS = 'https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html';
const DAY_SECONDS = 86_400;

export interface AlarmProps {
  /** Last part of the alarm's name. */
  readonly name: string;
  /** What it means and what to do, for whoever is woken by it. */
  readonly description: string;
  readonly namespace: string;
  readonly metric: string;
  readonly dimensions: Readonly<Record<string, string>>;
  readonly statistic: 'Sum' | 'Maximum';
  /** The alarm is raised above this value. */
  readonly threshold: number;
  /** Seconds of one data point: 10, 20, 30 or a multiple of 60. Default: 300. */
  readonly periodSeconds?: number;
  /** Data points above the threshold, one after another, that raise the alarm. Default: 1. */
  readonly periods?: number;
  /** What silence means. Default: that all is well; `breaching` for what must report. */
  readonly silence?: 'notBreaching' | 'breaching';
}

/** An alarm on one metric, told to the environment's topic when it has one. */
export class Alarm extends Construct {
  constructor(scope: Construct, id: string, props: AlarmProps) {
    super(scope, id);
    const stack = EnvironmentStack.of(this);
    const { periodSeconds = 300, periods = 1, silence = 'notBreaching' } = props;
    const name = stack.resourceName(props.name);
    this.checkLimits(name, periodSeconds, periods);
    const { topicArn } = stack.env.alarms;
    new CloudwatchMetricAlarm(this, 'alarm', {
      alarmName: name,
      alarmDescription: props.description,
      namespace: props.namespace,
      metricName: props.metric,
      dimensions: { ...props.dimensions },
      statistic: props.statistic,
      comparisonOperator: 'GreaterThanThreshold',
      threshold: props.threshold,
      period: periodSeconds,
      evaluationPeriods: periods,
      treatMissingData: silence,
      ...(topicArn && { alarmActions: [topicArn], okActions: [topicArn] }),
    });
  }

  private checkLimits(name: string, periodSeconds: number, periods: number): void {
    named(this, name, /^[\w.-]{1,255}$/, '1–255 letters, digits, dots, hyphens and underscores', LIMITS);
    const whole = Number.isInteger(periodSeconds) && periodSeconds > 0 && periodSeconds % 60 === 0;
    if (!whole && ![10, 20, 30].includes(periodSeconds)) {
      throw new Error(
        `${this.node.path}: periodSeconds is ${periodSeconds}, but AWS takes 10, 20, 30 or a multiple of 60. See ${LIMITS}`,
      );
    }
    within(this, 'periods × periodSeconds', periods * periodSeconds, [1, DAY_SECONDS], LIMITS);
  }
}
