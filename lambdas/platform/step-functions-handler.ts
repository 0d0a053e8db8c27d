import type { Context } from 'aws-lambda';
import * as z from 'zod/mini';
import { type StepFunctionsContext, stepFunctionsContext } from './context';
import { InvalidEvent } from './errors';
import { instrumented, type LogKeys } from './instrumentation';
import { describeIssues } from './issues';

/** What every Lambda Task of a workflow sends as its payload. */
export interface StepFunctionsEvent<Input> {
  source: 'step-function';
  input: Input;
  context: StepFunctionsContext;
  /** Only in a Task that waits for a callback. */
  taskToken?: string | undefined;
}

/** A handler whose input and output types the compiler can read from a definition. */
export type StepFunctionsHandler<Input, Output> = (
  event: StepFunctionsEvent<Input>,
  lambda?: Context,
) => Promise<Output>;

interface HandlerOptions<Schema extends z.ZodMiniType, Output> {
  input: Schema;
  /** Log keys of this input, beside the execution and the state. */
  keys(input: z.infer<Schema>): LogKeys;
  run(event: StepFunctionsEvent<z.infer<Schema>>): Promise<Output>;
}

const envelope = z.object({
  source: z.literal('step-function'),
  input: z.unknown(),
  context: stepFunctionsContext,
  taskToken: z.optional(z.string().check(z.minLength(1))),
});

/**
 * Makes the handler of one state: parses the event, sets the log keys, traces, flushes the metrics, and lets errors through
 * with their name, since a state machine's Retry, Catch and redrive act on errors only.
 *
 * @throws InvalidEvent when the payload is not `{source: 'step-function', input, context, taskToken?}` with this input
 */
export function stepFunctionsHandler<Schema extends z.ZodMiniType, Output>(
  options: HandlerOptions<Schema, Output>,
): StepFunctionsHandler<z.infer<Schema>, Output> {
  return async (payload, lambda) => {
    const event = parse(options.input, payload);
    if (event instanceof InvalidEvent) return instrumented('event', {}, lambda, () => Promise.reject(event));
    const keys = { execution: event.context.Execution.Id, ...options.keys(event.input) };
    return instrumented(event.context.State.Name, keys, lambda, () => options.run(event));
  };
}

function parse<Schema extends z.ZodMiniType>(
  schema: Schema,
  payload: unknown,
): StepFunctionsEvent<z.infer<Schema>> | InvalidEvent {
  const outer = envelope.safeParse(payload);
  if (!outer.success) return invalid(describeIssues(outer.error));
  const input = schema.safeParse(outer.data.input);
  return input.success ? { ...outer.data, input: input.data } : invalid(describeIssues(input.error, ['input']));
}

function invalid(issues: string): InvalidEvent {
  return new InvalidEvent(
    `the payload is not what this function expects: ${issues}. Check Arguments.Payload of the state that calls it.`,
  );
}
