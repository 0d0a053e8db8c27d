import type { Context } from 'aws-lambda';
import { InvalidEvent } from './errors';
import { instrumented } from './instrumentation';
import { parseStatusChange, type StatusChange } from './status-change';

/**
 * The handler of a function that EventBridge tells of status changes of executions.
 *
 * @returns a handler that throws InvalidEvent when the event is no status change
 */
export function statusChangeHandler(
  what: string,
  record: (change: StatusChange) => Promise<void>,
): (payload: unknown, lambda?: Context) => Promise<void> {
  return async (payload, lambda) => {
    const event = parseStatusChange(payload);
    const keys = event instanceof InvalidEvent ? {} : { execution: event.detail.executionArn };
    return instrumented(what, keys, lambda, async () => {
      if (event instanceof InvalidEvent) throw event;
      await record(event);
    });
  };
}
