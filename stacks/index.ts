export { type SynthesisOptions, synthesize } from './app';
export { type CommandHandlerProps, commandHandler } from './command/definition';
