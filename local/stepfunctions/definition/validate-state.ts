import { parseIsoTime } from '../interpreter/iso-time';
import type { JsonObject } from '../json';
import { validateChoice } from './validate-choice';
import { validateErrorHandling } from './validate-error-handling';
import {
  isExpression,
  validateAlternative,
  validateEnding,
  validateExpressions,
  validateNumber,
  validateResults,
} from './validate-fields';
import type { Surroundings } from './validate-machine';
import { validateMap } from './validate-map';
import { validatePath, validatePayloadTemplate, validateResultPath } from './validate-paths';
import { validateTask } from './validate-task';

/** The longest time, in seconds, that ASL allows anywhere. @see https://states-language.net/spec.html */
const LONGEST_SECONDS = 99_999_999;

/** Checks one state, whose type and field names are known to be right. */
export function validateState(state: JsonObject, at: string, surroundings: Surroundings): void {
  const { diagnostics, language } = surroundings;
  const type = state.Type;
  if (type !== 'Fail' && type !== 'Succeed' && type !== 'Choice') validateEnding(state, at, diagnostics);
  validateResults(state, at, diagnostics, language, {
    result: type === 'Task' || type === 'Parallel' || type === 'Map',
  });
  validatePaths(state, at, surroundings);
  validateErrorHandling(state, at, diagnostics, language);
  if (type === 'Pass' && state.Parameters !== undefined)
    language.validate(state.Parameters, `${at}/Parameters`, diagnostics);
  if (type === 'Task') validateTask(state, at, surroundings);
  if (type === 'Choice') validateChoice(state, at, surroundings);
  if (type === 'Wait') validateWait(state, at, surroundings);
  if (type === 'Fail') validateFail(state, at, surroundings);
  if (type === 'Parallel') validateParallel(state, at, surroundings);
  if (type === 'Map') validateMap(state, at, surroundings);
}

/** The paths that a JSONPath state of any type may have. */
function validatePaths(state: JsonObject, at: string, { diagnostics, language }: Surroundings): void {
  if (language.isJsonata) return;
  for (const name of ['InputPath', 'OutputPath']) validatePath(state, name, at, diagnostics, { nullable: true });
  validateResultPath(state, at, diagnostics);
  if (state.ResultSelector !== undefined) {
    validatePayloadTemplate(state.ResultSelector, `${at}/ResultSelector`, diagnostics);
  }
}

function validateWait(state: JsonObject, at: string, { diagnostics, language }: Surroundings): void {
  const { Timestamp } = state;
  diagnostics.one(state, ['SecondsPath', 'Seconds', 'TimestampPath', 'Timestamp'], at);
  for (const name of ['SecondsPath', 'TimestampPath']) validatePath(state, name, at, diagnostics);
  if (state.SecondsPath === undefined) {
    validateNumber(state, 'Seconds', at, diagnostics, { min: 0, max: LONGEST_SECONDS }, language);
  }
  if (Timestamp === undefined || !diagnostics.string(Timestamp, `${at}/Timestamp`)) return;
  if (language.isJsonata && isExpression(Timestamp)) validateExpressions(Timestamp, `${at}/Timestamp`, diagnostics);
  else if (!parseIsoTime(Timestamp)) {
    diagnostics.schema('String does not match RFC3339 timestamp', `${at}/Timestamp`);
  }
}

function validateFail(state: JsonObject, at: string, { diagnostics, language }: Surroundings): void {
  for (const name of ['Error', 'Cause']) {
    const value = state[name];
    if (value !== undefined && diagnostics.string(value, `${at}/${name}`)) {
      language.validate(value, `${at}/${name}`, diagnostics);
    }
    validateAlternative(state, name, at, diagnostics);
    validatePath(state, `${name}Path`, at, diagnostics, { intrinsic: true });
  }
}

function validateParallel(state: JsonObject, at: string, { diagnostics, language, region }: Surroundings): void {
  for (const name of ['Arguments', 'Parameters']) {
    const value = state[name];
    if (value !== undefined) language.validate(value, `${at}/${name}`, diagnostics);
  }
  if (!diagnostics.requires(state, ['Branches'], at) || !diagnostics.array(state.Branches, `${at}/Branches`)) return;
  for (const [index, branch] of state.Branches.entries()) region(branch, `${at}/Branches[${index}]`, 'branch');
}
