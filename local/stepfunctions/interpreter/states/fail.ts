import type { FailState } from '../../definition/machine';
import { type Template, unexpectedType } from '../../expressions/template';
import type { Draft } from '../draft';
import type { Failure } from '../execution';
import { StateFailure } from '../failures';
import { evaluate } from '../scope';

/** Fails with the state's Error and Cause, as far as it has them. */
export async function runFail(draft: Draft, id: number, state: FailState): Promise<never> {
  const failure: Failure = {};
  if (state.error) failure.error = await text(draft, id, state.error, 'Error');
  if (state.cause) failure.cause = await text(draft, id, state.cause, 'Cause');
  throw new StateFailure(failure);
}

async function text(draft: Draft, id: number, template: Template, location: string): Promise<string> {
  const value = await evaluate(draft, id, template, location);
  if (typeof value !== 'string') throw unexpectedType(template, location, 'string', value);
  return value;
}
