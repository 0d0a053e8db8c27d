export { type SynthesisOptions, synthesize } from './app';
export { type CommandHandlerProps, commandHandler } from './command/definition';
export { type ImportCsvProps, importCsv } from './import-csv/definition';
export { type TaskHandlerProps, taskHandler } from './task/definition';
