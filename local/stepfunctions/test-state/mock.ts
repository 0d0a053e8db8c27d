import { validationException } from '../errors';
import type { Failure } from '../interpreter/execution';
import type { Payload } from '../interpreter/payload';
import { isObject, type JsonValue } from '../json';
import { calledApi } from './called-apis';
import { checkResultSchema } from './result-schema';
import { outputOf, type ServiceModels } from './service-models';
import type { TestedState } from './tested-state';

export const VALIDATION_MODES = ['STRICT', 'PRESENT', 'NONE'] as const;

/** How closely a mocked result has to follow the model of the API. */
export type ValidationMode = (typeof VALIDATION_MODES)[number];

/** What takes the place of the work that a Task, Map or Parallel does. */
export type Mock = { result: Payload } | { failure: Failure };

/**
 * Reads a mocked result, and checks that the state can have it.
 *
 * @throws ValidationException
 */
export function mockedResult(
  text: string,
  mode: ValidationMode,
  { state }: TestedState,
  models: ServiceModels | undefined,
): Payload {
  const value = parse(text);
  const mustBe = (what: string) => validationException(`Mocked result must ${what}.`);
  if (state.type === 'Map' && state.distributed?.writer?.arguments) {
    if (!isObject(value)) throw mustBe('be a JSON object');
  } else if (state.type === 'Map' || state.type === 'Parallel') {
    if (!Array.isArray(value)) throw mustBe('be an array');
    if (state.type === 'Parallel' && value.length !== state.branches.length) {
      throw mustBe('contain the same number of items as number of Parallel branches');
    }
  } else if (state.type === 'Task' && mode !== 'NONE') checkTaskResult(value, mode, state, models);
  return { value, text };
}

function parse(text: string): JsonValue {
  try {
    return JSON.parse(text) as JsonValue;
  } catch {
    throw validationException('Mocked result must be valid JSON');
  }
}

function checkTaskResult(
  value: JsonValue,
  mode: ValidationMode,
  { resource, arn }: Extract<TestedState['state'], { type: 'Task' }>,
  models: ServiceModels | undefined,
): void {
  // What a function, an activity's worker or the holder of a token gives back has no model.
  if (resource.kind !== 'service' || resource.pattern === 'waitForTaskToken') return;
  const api = calledApi(resource.resource, resource.pattern !== undefined);
  if (!api) return;
  if (!models) {
    const problem = `The local Step Functions has no service models, so it cannot check the mocked result of ${arn}`;
    throw validationException(`${problem}: set mock.fieldValidationMode to NONE, or give the engine \`models\`.`);
  }
  const model = models.find(api.service);
  if (!model || !Object.hasOwn(model.operations, api.operation)) {
    const problem = `The service models of the local Step Functions do not have ${api.service} ${api.operation}`;
    throw validationException(`${problem}, which ${arn} stands for: set mock.fieldValidationMode to NONE.`);
  }
  const output = outputOf(model, api.operation);
  if (output) checkResultSchema(value, output, model, mode === 'STRICT');
}
