import type { WaitState } from '../../definition/machine';
import { EvaluationError, unexpectedType } from '../../expressions/template';
import type { Draft } from '../draft';
import { ErrorName, StateFailure, whileExecuting } from '../failures';
import { ISO_TIME } from '../iso-time';
import { evaluateInteger, LONGEST_SECONDS } from '../numbers';
import { evaluate } from '../scope';
import { leave } from '../transition';

export async function startWait(draft: Draft, id: number, state: WaitState): Promise<void> {
  const delayMs = await delay(draft, id, state);
  if (delayMs <= 0) return endWait(draft, id, state);
  draft.work(id, { kind: 'sleeping', timer: draft.setTimer(id, delayMs), purpose: 'wait' });
}

export async function endWait(draft: Draft, id: number, state: WaitState): Promise<void> {
  await leave(draft, id, state, draft.thread(id).input);
}

async function delay(draft: Draft, id: number, { name, seconds, timestamp }: WaitState): Promise<number> {
  if (seconds) {
    return 1000 * (await evaluateInteger(draft, id, seconds, 'Seconds', { min: 0, max: LONGEST_SECONDS }));
  }
  if (!timestamp) throw new Error(`Wait state ${name} has neither Seconds nor Timestamp`);
  const text = await evaluate(draft, id, timestamp, 'Timestamp');
  if (typeof text !== 'string') throw unexpectedType(timestamp, 'Timestamp', 'string', text);
  const until = ISO_TIME.test(text) ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(until)) {
    const problem = 'The Timestamp field cannot be parsed as an ISO-8601 extended offset date-time format string';
    throw new EvaluationError('Timestamp', `${problem}: ${text}`);
  }
  if (until - draft.now > 1000 * LONGEST_SECONDS) {
    const cause = whileExecuting(name, draft.activation(id).enteredEvent, 'Wait state delay is too long.');
    throw new StateFailure({ error: ErrorName.runtime, cause });
  }
  return until - draft.now;
}
