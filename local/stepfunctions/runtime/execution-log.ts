import type { EventDetails, HistoryEvent } from '../history/history-event';
import type { Execution } from '../interpreter/execution';

/** As a state machine has it, with AWS's names. */
export interface LoggingConfiguration {
  level: LogLevel;
  includeExecutionData: boolean;
  /** None when the request had no such list: AWS tells that from an empty one. */
  destinations?: { cloudWatchLogsLogGroup: { logGroupArn: string } }[];
}

export const LOG_LEVELS = ['ALL', 'ERROR', 'FATAL', 'OFF'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

/** One record of a state machine's execution log. @see https://docs.aws.amazon.com/step-functions/latest/dg/cw-logs.html */
export interface ExecutionLogEntry {
  /** As configured, ending in `:*`. */
  logGroupArn: string;
  stateMachineArn: string;
  /** Milliseconds since the epoch. */
  timestamp: number;
  /** The record; its JSON text is the message of the log event. */
  record: ExecutionLogRecord;
}

/** A history event as AWS writes it to CloudWatch Logs: every number is text. */
export interface ExecutionLogRecord {
  id: string;
  type: string;
  details: EventDetails;
  previous_event_id: string;
  /** Milliseconds since the epoch. */
  event_timestamp: string;
  execution_arn: string;
  redrive_count: string;
  /** Of a child of a Distributed Map only. */
  map_run_arn?: string;
}

const FATAL = new Set(['ExecutionFailed', 'ExecutionTimedOut', 'ExecutionAborted']);

/** Besides the fatal ones. @see https://docs.aws.amazon.com/step-functions/latest/dg/cw-logs.html#cloudwatch-log-level */
const ERROR = new Set([
  'EvaluationFailed',
  'FailStateEntered',
  'LambdaFunctionFailed',
  'LambdaFunctionScheduleFailed',
  'LambdaFunctionStartFailed',
  'LambdaFunctionTimedOut',
  'MapIterationAborted',
  'MapIterationFailed',
  'MapRunAborted',
  'MapRunFailed',
  'MapStateAborted',
  'MapStateFailed',
  'ParallelStateAborted',
  'ParallelStateFailed',
  'TaskFailed',
  'TaskStartFailed',
  'TaskStateAborted',
  'TaskSubmitFailed',
  'TaskTimedOut',
  'WaitStateAborted',
]);

/** What is left out when `includeExecutionData` is false. */
const DATA = [
  'input',
  'inputDetails',
  'output',
  'outputDetails',
  'parameters',
  'assignedVariables',
  'assignedVariablesDetails',
];

/** The entries that an event of the history makes: one for each destination, none below the level. */
export function logEntries(
  { level, includeExecutionData, destinations = [] }: LoggingConfiguration,
  { arn, stateMachineArn, redriveCount, mapRun }: Execution,
  event: HistoryEvent,
): ExecutionLogEntry[] {
  if (!isLogged(level, event.type)) return [];
  const details = event.details ?? {};
  const record: ExecutionLogRecord = {
    id: String(event.id),
    type: event.type,
    details: includeExecutionData ? details : withoutData(details),
    previous_event_id: String(event.previousEventId),
    event_timestamp: String(event.timestamp),
    execution_arn: arn,
    redrive_count: String(redriveCount),
    ...(mapRun ? { map_run_arn: mapRun.arn } : {}),
  };
  return destinations.map(({ cloudWatchLogsLogGroup: { logGroupArn } }) => ({
    logGroupArn,
    stateMachineArn,
    timestamp: event.timestamp,
    record,
  }));
}

function isLogged(level: LogLevel, type: string): boolean {
  if (level === 'ALL') return true;
  if (level === 'OFF') return false;
  return FATAL.has(type) || (level === 'ERROR' && ERROR.has(type));
}

/** History and log details without the data that passes through the execution. */
export function withoutData(details: EventDetails): EventDetails {
  return Object.fromEntries(Object.entries(details).filter(([name]) => !DATA.includes(name)));
}
