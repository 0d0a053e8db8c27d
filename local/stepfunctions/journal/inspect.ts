import type { HistoryEvent } from '../history/history-event';
import type { Effect, ExecutionEvent } from '../interpreter/effects';
import type { Execution } from '../interpreter/execution';
import { type Journal, JournalError } from './journal';
import { Replayed } from './replayed';

/** An execution after one of the events that the journal has of it. */
export interface InspectedEvent {
  /** None for what the journal begins with: the execution as it was started, or as it was when the journal was replaced. */
  event: ExecutionEvent | undefined;
  execution: Execution;
  /** What the event added to the history. */
  recorded: HistoryEvent[];
  /** Timers, calls and offered tasks that it waits for now. */
  outstanding: Effect[];
}

/**
 * Replays what a journal has of one execution, event by event. Nothing is called, and the journal may be in use.
 *
 * @throws JournalError when the journal cannot be read, does not have the execution, or leads elsewhere than it did.
 */
export async function* inspectExecution(
  journal: Pick<Journal, 'name' | 'lines'>,
  executionArn: string,
): AsyncGenerator<InspectedEvent> {
  const replayed = new Replayed();
  let found = false;
  for (const line of journal.lines()) {
    for (const record of line) {
      const isEvent = record.type === 'event';
      if (isEvent && record.executionArn !== executionArn) continue;
      const before = isEvent ? (replayed.executions.get(executionArn)?.history.length ?? 0) : 0;
      await replayed.apply(record);
      if (!isEvent && !(record.type === 'execution' && record.execution.arn === executionArn)) continue;
      const now = replayed.executions.get(executionArn);
      if (!now) continue;
      if (now.diverged !== undefined) throw new JournalError(now.diverged);
      found = true;
      const { execution, history, outstanding } = now;
      yield {
        event: isEvent ? record.event : undefined,
        execution,
        recorded: history.slice(before),
        outstanding: outstanding.of(execution),
      };
    }
  }
  if (!found) throw new JournalError(`The journal ${journal.name} has no execution ${executionArn}.`);
}

/**
 * The execution as it was right after an event of its history.
 *
 * @throws JournalError when there is no such event, or when it was earlier than what the journal begins with.
 */
export async function executionAt(
  journal: Pick<Journal, 'name' | 'lines'>,
  executionArn: string,
  eventId: number,
): Promise<Execution> {
  let first = true;
  for await (const { execution } of inspectExecution(journal, executionArn)) {
    if (first && execution.lastEventId > eventId) {
      throw new JournalError(`The journal ${journal.name} begins with event ${execution.lastEventId} of it.`);
    }
    first = false;
    if (execution.lastEventId >= eventId) return execution;
  }
  throw new JournalError(`The journal ${journal.name} has no event ${eventId} of it.`);
}
