import { ISO_TIME } from '../interpreter/iso-time';
import type { JsonObject } from '../json';
import { validateErrorHandling } from './validate-error-handling';
import { isExpression, validateEnding, validateExpressions, validateInteger, validateResults } from './validate-fields';
import type { Surroundings } from './validate-machine';
import { validateMap } from './validate-map';
import { validateTask } from './validate-task';

/** The longest time, in seconds, that ASL allows anywhere. @see https://states-language.net/spec.html */
const LONGEST_SECONDS = 99_999_999;

/** Checks one state, whose type and field names are known to be right. */
export function validateState(state: JsonObject, at: string, surroundings: Surroundings): void {
  const { diagnostics } = surroundings;
  const type = state.Type;
  if (type !== 'Fail' && type !== 'Succeed' && type !== 'Choice') validateEnding(state, at, diagnostics);
  validateResults(state, at, diagnostics);
  validateErrorHandling(state, at, diagnostics);
  if (type === 'Task') validateTask(state, at, surroundings);
  if (type === 'Choice') validateChoice(state, at, surroundings);
  if (type === 'Wait') validateWait(state, at, surroundings);
  if (type === 'Fail') validateFail(state, at, surroundings);
  if (type === 'Parallel') validateParallel(state, at, surroundings);
  if (type === 'Map') validateMap(state, at, surroundings);
}

function validateChoice(state: JsonObject, at: string, { diagnostics }: Surroundings): void {
  if (state.Default !== undefined) diagnostics.string(state.Default, `${at}/Default`);
  if (!diagnostics.requires(state, ['Choices'], at) || !diagnostics.array(state.Choices, `${at}/Choices`)) return;
  for (const [index, choice] of state.Choices.entries()) {
    const location = `${at}/Choices[${index}]`;
    if (!diagnostics.object(choice, location)) continue;
    diagnostics.knowsPart(choice, 'choice', location);
    if (!diagnostics.requires(choice, ['Condition', 'Next'], location)) continue;
    const { Condition = null } = choice;
    diagnostics.string(choice.Next, `${location}/Next`);
    if (typeof Condition !== 'boolean' && !isExpression(Condition)) {
      diagnostics.schema('Expected value of type Boolean or a JSONata expression', `${location}/Condition`);
    } else validateExpressions(Condition, `${location}/Condition`, diagnostics);
    validateResults(choice, location, diagnostics);
  }
}

function validateWait(state: JsonObject, at: string, { diagnostics }: Surroundings): void {
  const { Seconds, Timestamp } = state;
  if ((Seconds === undefined) === (Timestamp === undefined)) {
    diagnostics.schema('Exactly one of the fields Seconds and Timestamp is required', at);
  }
  validateInteger(state, 'Seconds', at, diagnostics, { min: 0, max: LONGEST_SECONDS });
  if (Timestamp === undefined || !diagnostics.string(Timestamp, `${at}/Timestamp`)) return;
  if (isExpression(Timestamp)) validateExpressions(Timestamp, `${at}/Timestamp`, diagnostics);
  else if (!ISO_TIME.test(Timestamp) || Number.isNaN(Date.parse(Timestamp))) {
    diagnostics.schema('String does not match RFC3339 timestamp', `${at}/Timestamp`);
  }
}

function validateFail(state: JsonObject, at: string, { diagnostics }: Surroundings): void {
  for (const name of ['Error', 'Cause']) {
    const value = state[name];
    if (value !== undefined && diagnostics.string(value, `${at}/${name}`)) {
      validateExpressions(value, `${at}/${name}`, diagnostics);
    }
  }
}

function validateParallel(state: JsonObject, at: string, { diagnostics, region }: Surroundings): void {
  if (state.Arguments !== undefined) validateExpressions(state.Arguments, `${at}/Arguments`, diagnostics);
  if (!diagnostics.requires(state, ['Branches'], at) || !diagnostics.array(state.Branches, `${at}/Branches`)) return;
  for (const [index, branch] of state.Branches.entries()) region(branch, `${at}/Branches[${index}]`, 'branch');
}
