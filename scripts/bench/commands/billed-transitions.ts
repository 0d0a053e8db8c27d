import * as z from 'zod';

const historyEvent = z.object({
  type: z.string(),
  stateEnteredEventDetails: z.object({ name: z.string() }).optional(),
});

/** The part of GetExecutionHistory's answer that is counted. */
export const history = z.object({ events: z.array(historyEvent) });

type Events = z.infer<typeof history>['events'];

/**
 * State transitions as AWS bills them: each state entered, and each retry, which enters no state but schedules its Task again.
 *
 * @see https://aws.amazon.com/step-functions/pricing/
 */
export function billedTransitions(events: Events): number {
  const count = (matches: (type: string) => boolean) => events.filter(({ type }) => matches(type)).length;
  const tasksEntered = count((type) => type === 'TaskStateEntered');
  const tasksScheduled = count((type) => type === 'TaskScheduled');
  return count((type) => type.endsWith('StateEntered')) + tasksScheduled - tasksEntered;
}

/** Whether the execution was in a state. */
export function entered(events: Events, state: string): boolean {
  return events.some(({ stateEnteredEventDetails }) => stateEnteredEventDetails?.name === state);
}
