/**
 * What stacks may know of this room: the paths of the functions and the types of their handlers, and the read models that they
 * write to. Nothing here loads what a function runs on, above all no AWS SDK. The publishers, the readers and the repair are
 * imported from `@blueprint/lambdas/<workflow>/…`, with clients of the caller's own.
 */
export interface Functions {
  'command/trigger': typeof import('./command/trigger');
  'command/check-version': typeof import('./command/check-version');
  'command/wait-prev-command': typeof import('./command/wait-prev-command');
  'command/set-ttl-command': typeof import('./command/set-ttl-command');
  'command/history-copy': typeof import('./command/history-copy');
  'command/transform-data': typeof import('./command/transform-data');
  'command/sync-data': typeof import('./command/sync-data');
  'command/finish': typeof import('./command/finish');
  'command/settle': typeof import('./command/settle');
  'command/reconcile': typeof import('./command/reconcile');
  'task/trigger': typeof import('./task/trigger');
  'task/start': typeof import('./task/start');
  'task/iterator': typeof import('./task/iterator');
  'task/item-failed': typeof import('./task/item-failed');
  'task/settle-task': typeof import('./task/settle-task');
  'task/settle': typeof import('./task/settle');
  'task/notify': typeof import('./task/notify');
  'import-csv/start': typeof import('./import-csv/start');
  'import-csv/csv-rows-handler': typeof import('./import-csv/csv-rows-handler');
  'import-csv/apply-rows': typeof import('./import-csv/apply-rows');
  'import-csv/row-settled': typeof import('./import-csv/row-settled');
  'import-csv/finalize-parent-job': typeof import('./import-csv/finalize-parent-job');
  'import-csv/settle': typeof import('./import-csv/settle');
}

export type FunctionPath = keyof Functions;

export type { CommandKey } from './command/keys';
export { type ReadModelName, readModels } from './command/targets';
export { tableVariable } from './command/targets/read-model';
export type { StepFunctionsContext } from './platform/context';
export type { StepFunctionsEvent, StepFunctionsHandler } from './platform/step-functions-handler';
export type { TaskKey } from './task/keys';
