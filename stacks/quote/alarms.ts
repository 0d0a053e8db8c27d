import { Construct } from 'constructs';
import { Alarm } from '../constructs/alarm';
import { EnvironmentStack } from '../constructs/environment-stack';
import type { NodeFunction } from '../constructs/node-function';
import type { StateMachine } from '../constructs/state-machine';
import { WorkflowAlarms } from '../constructs/workflow-alarms';

export interface QuoteAlarmsProps {
  readonly machine: StateMachine;
  readonly functions: readonly NodeFunction[];
}

/**
 * The alarms of the quote workflow. Executions fail when callers ask for what can't be quoted, too: a single one wakes nobody.
 */
export class QuoteAlarms extends Construct {
  constructor(scope: Construct, id: string, { machine, functions }: QuoteAlarmsProps) {
    super(scope, id);
    const { thresholds } = EnvironmentStack.of(this).env.alarms;
    for (const [metric, threshold, meaning] of [
      [
        'ExecutionsFailed',
        thresholds.functionErrors,
        'fail: as InvalidQuote by what callers ask, or as QuoteUnavailable',
      ],
      ['ExecutionsTimedOut', 0, 'take longer than their callers wait'],
    ] as const) {
      new Alarm(this, metric, {
        name: `quote-${metric}`,
        description: `Executions of ${machine.name} ${meaning}. Its log /aws/vendedlogs/states/${machine.name} says of each where.`,
        namespace: 'AWS/States',
        metric,
        dimensions: { StateMachineArn: machine.arn },
        statistic: 'Sum',
        threshold,
      });
    }
    new WorkflowAlarms(this, 'functions', {
      machines: [],
      afterFailure: '',
      failures: [],
      streamReaders: [],
      functions,
    });
  }
}
