import * as z from 'zod/mini';
import { InvalidEvent } from './errors';
import { describeIssues } from './issues';

const nullable = <T extends z.ZodMiniType>(schema: T) => z.optional(z.nullable(schema));

const statusChange = z.object({
  time: z.string(),
  detail: z.object({
    executionArn: z.string(),
    name: z.string(),
    status: z.string(),
    /** Left out by AWS when it is too large for an event. */
    input: nullable(z.string()),
    error: nullable(z.string()),
    cause: nullable(z.string()),
    redriveCount: nullable(z.int()),
    /** Epoch ms. */
    startDate: nullable(z.number()),
  }),
});

/** What EventBridge says when an execution changes its status. */
export type StatusChange = z.infer<typeof statusChange>;

/**
 * The status change, or the error to fail with when the event is none.
 *
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/eventbridge-integration.html
 */
export function parseStatusChange(payload: unknown): StatusChange | InvalidEvent {
  const event = statusChange.safeParse(payload);
  if (event.success) return event.data;
  return new InvalidEvent(`no execution status change: ${describeIssues(event.error)}`);
}

/** Whether a status is one in which an execution ended without success. */
export function endedBadly(status: string): boolean {
  return ['FAILED', 'TIMED_OUT', 'ABORTED'].includes(status);
}
