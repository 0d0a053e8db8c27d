export { type ConditionKeys, iamResource } from './api/iam-resource';
export type { Clock, TimerHandle } from './clock/clock';
export { SystemClock } from './clock/system-clock';
export { VirtualClock } from './clock/virtual-clock';
export { StepFunctionsError } from './errors';
export type { HistoryEvent } from './history/history-event';
export type {
  HttpExchange,
  Integrations,
  Pattern,
  SelfPermission,
  TaskOutcome,
  TaskRequest,
  TestCaseRun,
} from './integrations/integrations';
export type {
  ListedObject,
  ListObjectsRequest,
  ObjectLocation,
  ObjectStore,
  ObjectUpload,
} from './integrations/object-store';
export { TaskRefusal } from './integrations/task-refusal';
export type { Execution, ExecutionStatus } from './interpreter/execution';
export { machineOfExecution, machineOfToken } from './interpreter/task-token';
export { FileJournal, readJournalFile } from './journal/file-journal';
export { executionAt, type InspectedEvent, inspectExecution } from './journal/inspect';
export { type Journal, JournalError } from './journal/journal';
export type { JsonObject, JsonValue } from './json';
export type { ExecutionLogEntry, ExecutionLogRecord } from './runtime/execution-log';
export type { MetricDatum } from './runtime/metrics';
export type { StatusChangeEvent } from './runtime/status-change';
export { StepFunctions, type StepFunctionsOptions } from './service';
export type { ServiceModel, ServiceModels } from './test-state/service-models';
