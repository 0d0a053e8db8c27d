export { type SynthesisOptions, synthesize } from './app';
export { type CommandHandlerProps, commandHandler } from './command/definition';
export { type TaskHandlerProps, taskHandler } from './task/definition';
