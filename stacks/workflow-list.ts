// Each workflow that is deployed, on a line of its own: deleting the line and its folders here and in lambdas/ removes it.
export { ApprovalWorkflow } from './approval';
export { CommandWorkflow } from './command';
export { EventIntakeWorkflow } from './event-intake';
export { ImageWorkflow } from './image';
export { ImportCsvWorkflow } from './import-csv';
export { OrderWorkflow } from './order';
export { QuoteWorkflow } from './quote';
export { ScheduleWorkflow } from './schedule';
export { SupportCaseWorkflow } from './support-case';
export { TaskWorkflow } from './task';
