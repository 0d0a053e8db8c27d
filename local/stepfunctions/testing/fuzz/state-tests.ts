import { isObject, type JsonObject, type JsonValue } from '../../json';
import type { Chance } from './chance';
import { anyInput, anyJson } from './values';

/** The request of a random TestState: of a state of the definition by its name, or of one alone. */
export function stateTest(chance: Chance, definition: JsonObject): JsonObject {
  const states = statesOf(definition);
  const [name, state] = chance.pick(states.length > 0 ? states : [['none', {} as JsonValue] as const]);
  const alone = chance.happens(40);
  const type = isObject(state) ? state.Type : undefined;
  const mockable = type === 'Task' || type === 'Map' || type === 'Parallel';
  const language = definition.QueryLanguage ?? 'JSONPath';
  const text = JSON.stringify(alone && isObject(state) ? { QueryLanguage: language, ...state } : definition);
  return {
    definition: text,
    ...(alone ? {} : { stateName: name }),
    input: JSON.stringify(anyInput(chance)),
    inspectionLevel: chance.pick(['INFO', 'DEBUG', 'TRACE']),
    ...chance.maybe(95, () => ({ roleArn: 'arn:aws:iam::000000000000:role/machine' })),
    ...chance.maybe(20, () => ({
      variables: chance.happens(80) ? '{"x1":1,"x2":[2]}' : JSON.stringify(anyJson(chance)),
    })),
    ...chance.maybe(mockable ? 90 : 5, () => mocked(chance, type !== 'Task')),
  };
}

function mocked(chance: Chance, many: boolean): JsonObject {
  const result = many && chance.happens(80) ? chance.list(0, 3, () => anyJson(chance)) : anyJson(chance);
  return {
    mock: chance.happens(60)
      ? {
          result: chance.happens(95) ? JSON.stringify(result) : '{',
          fieldValidationMode: chance.happens(90) ? 'NONE' : 'STRICT',
        }
      : { errorOutput: { error: chance.pick(['Oops', 'States.Timeout', 'States.Runtime']), cause: 'because' } },
    ...chance.maybe(10, () => ({
      context: JSON.stringify(chance.pick<JsonValue>([{}, { State: { RetryCount: 1 }, Task: { Token: 't' } }, [], 1])),
    })),
    ...chance.maybe(20, () => ({ stateConfiguration: configuration(chance) })),
  };
}

function configuration(chance: Chance): JsonObject {
  return {
    ...chance.maybe(50, () => ({ retrierRetryCount: chance.whole(0, 3) })),
    ...chance.maybe(30, () => ({ mapIterationFailureCount: chance.whole(0, 3) })),
    ...chance.maybe(30, () => ({ mapItemReaderData: chance.pick(['[1,2]', 'a,b\n1,2\n', '{"a":{"list":[1]}}', '{']) })),
    ...chance.maybe(10, () => ({ errorCausedByState: 's3' })),
  };
}

/** The states at any depth, whatever the definition looks like. */
function statesOf(value: JsonValue): [name: string, state: JsonValue][] {
  if (Array.isArray(value)) return value.flatMap(statesOf);
  if (!isObject(value)) return [];
  const own = isObject(value.States) ? Object.entries(value.States) : [];
  return [...own, ...Object.values(value).flatMap(statesOf)];
}
