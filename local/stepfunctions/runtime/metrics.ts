import type { HistoryEvent } from '../history/history-event';
import type { Execution } from '../interpreter/execution';

/**
 * A value of one of the metrics in the namespace `AWS/States`.
 *
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/procedure-cw-metrics.html
 */
export interface MetricDatum {
  name: string;
  dimensions: Readonly<Record<string, string>>;
  value: number;
  unit: 'Count' | 'Milliseconds';
  /** Milliseconds since the epoch. */
  timestamp: number;
}

type Measure = Omit<MetricDatum, 'dimensions' | 'timestamp'>;

/** What the metrics of each kind of task are called: counts, times, and the dimension. */
const FAMILIES = {
  Task: { counts: 'ServiceIntegrations', times: 'ServiceIntegration', dimension: 'ServiceIntegrationResourceArn' },
  LambdaFunction: { counts: 'LambdaFunctions', times: 'LambdaFunction', dimension: 'LambdaFunctionArn' },
  Activity: { counts: 'Activities', times: 'Activity', dimension: 'ActivityArn' },
} as const;

const TASK_EVENT =
  /^(Task|LambdaFunction|Activity)(Scheduled|Started|StartFailed|Submitted|SubmitFailed|Succeeded|Failed|TimedOut)$/;
const EXECUTION_EVENT = /^Execution(Started|Succeeded|Failed|TimedOut|Aborted|Redriven)$/;

/** A task that has not come to its end. */
interface OpenTask {
  dimensions: Record<string, string>;
  scheduledAt: number;
  startedAt?: number;
}

const count = (name: string): Measure => ({ name, value: 1, unit: 'Count' });
const time = (name: string, value: number): Measure => ({ name, value, unit: 'Milliseconds' });

/** Makes the service's metrics of the events of histories. */
export class Metrics {
  /** By execution, the tasks by the id of their latest event: the next one names it as its previous. */
  readonly #open = new Map<string, Map<number, OpenTask>>();

  constructor(private readonly tell: (datum: MetricDatum) => void) {}

  /**
   * @param execution as it is after the event.
   * @param missedHeartbeat whether the event is a timeout because of that.
   */
  record(execution: Execution, event: HistoryEvent, missedHeartbeat: boolean): void {
    const [, ofExecution] = EXECUTION_EVENT.exec(event.type) ?? [];
    if (ofExecution) this.#execution(execution, ofExecution, event.timestamp);
    const [, family, moment = ''] = TASK_EVENT.exec(event.type) ?? [];
    if (!family) return;
    // The history has States.Timeout for a missed heartbeat, too.
    const counted = missedHeartbeat ? 'HeartbeatTimedOut' : moment.replace(/^(Start|Submit)Failed$/, 'Failed');
    this.#task(execution.arn, family as keyof typeof FAMILIES, counted, event);
  }

  #execution(execution: Execution, moment: string, timestamp: number): void {
    const measures: Measure[] = [];
    if (moment === 'Started') measures.push(count('ExecutionsStarted'));
    else if (moment === 'Redriven') measures.push(count('ExecutionsRedriven'));
    else {
      this.#open.delete(execution.arn);
      measures.push(count(`Executions${moment}`), time('ExecutionTime', timestamp - execution.startedAt));
      if (execution.redriveCount > 0) measures.push(count(`RedrivenExecutions${moment}`));
    }
    for (const dimensions of executionDimensions(execution)) this.#measured(measures, dimensions, timestamp);
  }

  #task(executionArn: string, family: keyof typeof FAMILIES, moment: string, event: HistoryEvent): void {
    const { counts, times, dimension } = FAMILIES[family];
    const { timestamp, details = {} } = event;
    if (moment === 'Scheduled') {
      const { resource, resourceType } = details;
      const arn = resourceType === undefined ? String(resource) : `arn:aws:states:::${resourceType}:${resource}`;
      const task: OpenTask = { dimensions: { [dimension]: arn }, scheduledAt: timestamp };
      this.#tasks(executionArn).set(event.id, task);
      this.#measured([count(`${counts}Scheduled`)], task.dimensions, timestamp);
      return;
    }
    const tasks = this.#tasks(executionArn);
    const task = tasks.get(event.previousEventId);
    // Of a task that was scheduled in an earlier process nothing is known.
    if (!task) return;
    tasks.delete(event.previousEventId);
    const measures: Measure[] = [];
    if (moment === 'Started') {
      task.startedAt = timestamp;
      measures.push(count(`${counts}Started`), time(`${times}ScheduleTime`, timestamp - task.scheduledAt));
    }
    if (moment === 'Started' || moment === 'Submitted') tasks.set(event.id, task);
    else {
      measures.push(count(`${counts}${moment}`), time(`${times}Time`, timestamp - task.scheduledAt));
      if (task.startedAt !== undefined) measures.push(time(`${times}RunTime`, timestamp - task.startedAt));
    }
    this.#measured(measures, task.dimensions, timestamp);
  }

  #tasks(executionArn: string): Map<number, OpenTask> {
    const tasks = this.#open.get(executionArn) ?? new Map<number, OpenTask>();
    this.#open.set(executionArn, tasks);
    return tasks;
  }

  #measured(measures: readonly Measure[], dimensions: Record<string, string>, timestamp: number): void {
    for (const measure of measures) this.tell({ ...measure, dimensions, timestamp });
  }
}

/** An execution counts for its state machine, and for the version and the alias that it was started by. */
function executionDimensions(execution: Execution): Record<string, string>[] {
  const { stateMachineArn: StateMachineArn, stateMachineVersionArn, stateMachineAliasArn } = execution;
  const last = (arn: string) => arn.slice(arn.lastIndexOf(':') + 1);
  return [
    { StateMachineArn },
    ...(stateMachineVersionArn === undefined ? [] : [{ StateMachineArn, Version: last(stateMachineVersionArn) }]),
    ...(stateMachineAliasArn === undefined ? [] : [{ StateMachineArn, Alias: last(stateMachineAliasArn) }]),
  ];
}
