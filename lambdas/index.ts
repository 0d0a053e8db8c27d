/**
 * What stacks may know of this room: the paths of the functions and the types of their handlers, and the read models that they
 * write to. Nothing here loads what a function runs on, above all no AWS SDK. The publishers, the readers and the repair are
 * imported from `@blueprint/lambdas/<workflow>/…`, with clients of the caller's own.
 */

/** The functions by their handlers' files below `lambdas/`. Each workflow adds its own, in `<workflow>/functions.ts`. */
// biome-ignore lint/suspicious/noEmptyInterface: the workflows' files declare its members
export interface Functions {}

export type FunctionPath = keyof Functions;

export type { CommandKey } from './command/keys';
export { type ReadModelName, readModels } from './command/targets';
export { tableVariable } from './command/targets/read-model';
export type { StepFunctionsContext } from './platform/context';
export type { StepFunctionsEvent, StepFunctionsHandler } from './platform/step-functions-handler';
