import type { WaitState } from '../../definition/machine';
import { PathNotFound } from '../../expressions/json-path/errors';
import type { PathReference } from '../../expressions/path-reference';
import { EvaluationError, pathScope, SelectionError, unexpectedType } from '../../expressions/template';
import type { JsonValue } from '../../json';
import type { Draft } from '../draft';
import { ErrorName, StateFailure, whileExecuting } from '../failures';
import { parseIsoTime } from '../iso-time';
import { evaluateInteger, LONGEST_SECONDS } from '../numbers';
import { effectiveInput, evaluate, scopeOf } from '../scope';
import { leave } from '../transition';

/** AWS counts seconds in 32 bits, wherever they come from. */
const LONGEST_DELAY_SECONDS = 2 ** 31 - 1;

export async function startWait(draft: Draft, id: number, state: WaitState): Promise<void> {
  const delayMs = await delay(draft, id, state);
  if (delayMs > 1000 * LONGEST_DELAY_SECONDS) {
    const cause = whileExecuting(state.name, draft.activation(id).enteredEvent, 'Wait state delay is too long.');
    throw new StateFailure({ error: ErrorName.runtime, cause });
  }
  if (delayMs <= 0) return endWait(draft, id, state);
  draft.work(id, { kind: 'sleeping', timer: draft.setTimer(id, delayMs), purpose: 'wait' });
}

export async function endWait(draft: Draft, id: number, state: WaitState): Promise<void> {
  await leave(draft, id, state, effectiveInput(draft, id));
}

async function delay(draft: Draft, id: number, { name, seconds, timestamp }: WaitState): Promise<number> {
  if (seconds?.kind === 'reference') return 1000 * secondsAt(draft, id, seconds.reference);
  if (seconds) {
    return 1000 * (await evaluateInteger(draft, id, seconds, 'Seconds', { min: 0, max: LONGEST_SECONDS }));
  }
  if (!timestamp) throw new Error(`Wait state ${name} has neither Seconds nor Timestamp`);
  const isPath = timestamp.kind === 'reference';
  const text = await evaluate(draft, id, timestamp, 'Timestamp');
  if (isPath && typeof text !== 'string') {
    throw new SelectionError(
      `The TimestampPath parameter does not reference an input value: ${timestamp.reference.source}`,
    );
  }
  if (typeof text !== 'string') throw unexpectedType(timestamp, 'Timestamp', 'string', text);
  const until = parseIsoTime(text);
  if (!until) {
    if (isPath) {
      const problem =
        'The TimestampPath parameter does not reference a valid ISO-8601 extended offset date-time format string';
      throw new SelectionError(`${problem}: ${timestamp.reference.source} == ${text}`);
    }
    const problem = 'The Timestamp field cannot be parsed as an ISO-8601 extended offset date-time format string';
    throw new EvaluationError('Timestamp', `${problem}: ${text}`);
  }
  return until.ms - draft.now;
}

/** AWS words the faults of SecondsPath in its own way. */
function secondsAt(draft: Draft, id: number, reference: PathReference): number {
  let value: JsonValue | undefined;
  try {
    value = reference.resolve(pathScope(scopeOf(draft, id, {})));
  } catch (error) {
    if (!(error instanceof PathNotFound)) throw error;
  }
  const fault = (problem: string) => new SelectionError(`The SecondsPath parameter ${problem}`);
  if (typeof value !== 'number') throw fault(`does not reference an input value: ${reference.source}`);
  const found = `${reference.source} == ${value}`;
  if (!Number.isInteger(value)) throw fault(`cannot be parsed as a long value: ${found}`);
  if (value < 0) throw fault(`references a negative value: ${found}`);
  return value;
}
