import * as z from 'zod/mini';

/**
 * The context object that every Task of a workflow passes on (`{% $states.context %}`). Unknown fields are dropped on
 * parsing: in a Task with a callback the object also holds the task token, which must not travel any further.
 *
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/input-output-contextobject.html
 */
export const stepFunctionsContext = z.object({
  Execution: z.object({
    /** Execution ARN. */
    Id: z.string(),
    /** The input the execution was started with. */
    Input: z.looseObject({}),
    Name: z.string(),
    RoleArn: z.string(),
    /** ISO 8601. */
    StartTime: z.string(),
    /** Redrives so far. */
    RedriveCount: z.optional(z.number()),
    /** Of the latest redrive, ISO 8601. */
    RedriveTime: z.optional(z.string()),
  }),
  State: z.object({
    /** ISO 8601. */
    EnteredTime: z.string(),
    Name: z.string(),
    /** Retries so far: 0 on the first attempt. */
    RetryCount: z.number(),
  }),
  StateMachine: z.object({
    /** State machine ARN. */
    Id: z.string(),
    Name: z.string(),
  }),
  /** Of the innermost Map, in a state that runs for one of its items. */
  Map: z.optional(z.object({ Item: z.object({ Index: z.number() }) })),
});

export type StepFunctionsContext = z.infer<typeof stepFunctionsContext>;
