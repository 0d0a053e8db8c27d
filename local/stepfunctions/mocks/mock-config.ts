import { isObject, type JsonObject, type JsonValue } from '../json';

/** The configuration of mocked service integrations, read. */
export interface MockConfig {
  /** By name of the state machine, then of the test case. */
  stateMachines: ReadonlyMap<string, ReadonlyMap<string, TestCase>>;
}

/** The responses by name of the state. States that it does not name are run. */
export type TestCase = ReadonlyMap<string, MockedResponse>;

export interface MockedResponse {
  name: string;
  /** Each for a range of attempts, counted from 0, both ends included. */
  attempts: readonly { first: number; last: number; answer: MockedAnswer }[];
}

export type MockedAnswer = { output: JsonValue } | { error: string; cause: string };

/** A mock configuration is not what AWS documents. The message says where and what to do. */
export class MockConfigError extends Error {
  override readonly name = 'MockConfigError';

  constructor(where: string, problem: string) {
    super(`Mock configuration, ${where}: ${problem}`);
  }
}

/**
 * Reads a mock configuration.
 *
 * @throws MockConfigError for the first thing in it that is not as documented.
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/sfn-local-mock-cfg-file.html
 */
export function readMockConfig(value: unknown): MockConfig {
  const file = objectAt(value, 'file');
  only(file, ['StateMachines', 'MockedResponses'], 'file');
  const responses = new Map<string, MockedResponse>();
  for (const [name, response] of entries(file, 'MockedResponses', 'file')) {
    responses.set(name, readResponse(name, response));
  }
  const stateMachines = new Map<string, Map<string, TestCase>>();
  for (const [machine, config] of entries(file, 'StateMachines', 'file')) {
    const where = `StateMachines.${machine}`;
    const cases = entries(objectAt(config, where), 'TestCases', where).map(([name, states]): [string, TestCase] => [
      name,
      readTestCase(states, `${where}.TestCases.${name}`, responses),
    ]);
    stateMachines.set(machine, new Map(cases));
  }
  return { stateMachines };
}

function readTestCase(states: JsonValue, where: string, responses: Map<string, MockedResponse>): TestCase {
  const cases = new Map<string, MockedResponse>();
  for (const [state, name] of Object.entries(objectAt(states, where))) {
    const response = typeof name === 'string' ? responses.get(name) : undefined;
    if (!response) {
      const known = [...responses.keys()].join(', ') || 'none';
      throw new MockConfigError(
        `${where}.${state}`,
        `no MockedResponses are named ${show(name)}. There are: ${known}.`,
      );
    }
    cases.set(state, response);
  }
  return cases;
}

function readResponse(name: string, value: JsonValue): MockedResponse {
  const where = `MockedResponses.${name}`;
  const attempts = Object.entries(objectAt(value, where)).map(([range, answer]) => ({
    ...readRange(range, where),
    answer: readAnswer(answer, `${where}.${range}`),
  }));
  if (attempts.length === 0) throw new MockConfigError(where, 'it has no response. The first attempt has the key "0".');
  const sorted = attempts.sort((a, b) => a.first - b.first);
  const twice = sorted.find(({ first }, at) => at > 0 && first <= (sorted[at - 1]?.last ?? 0));
  if (twice) throw new MockConfigError(where, `attempt ${twice.first} has more than one response.`);
  return { name, attempts: sorted };
}

function readRange(range: string, where: string): { first: number; last: number } {
  const [, first, last = first] = /^(\d+)(?:-(\d+))?$/.exec(range) ?? [];
  if (first === undefined || Number(first) > Number(last)) {
    throw new MockConfigError(where, `the key "${range}" is neither an attempt such as "0" nor a range such as "1-2".`);
  }
  return { first: Number(first), last: Number(last) };
}

function readAnswer(value: JsonValue, where: string): MockedAnswer {
  const answer = objectAt(value, where);
  only(answer, ['Return', 'Throw'], where);
  if ((answer.Return === undefined) === (answer.Throw === undefined)) {
    throw new MockConfigError(where, 'it needs either Return or Throw.');
  }
  if (answer.Return !== undefined) return { output: answer.Return };
  const thrown = objectAt(answer.Throw, `${where}.Throw`);
  only(thrown, ['Error', 'Cause'], `${where}.Throw`);
  const { Error: error, Cause: cause = '' } = thrown;
  if (typeof error !== 'string' || typeof cause !== 'string') {
    throw new MockConfigError(`${where}.Throw`, 'Error and Cause have to be strings.');
  }
  return { error, cause };
}

function entries(object: JsonObject, member: string, where: string): [string, JsonValue][] {
  return Object.entries(objectAt(object[member], `${where}.${member}`));
}

function objectAt(value: unknown, where: string): JsonObject {
  if (isObject(value)) return value;
  throw new MockConfigError(where, value === undefined ? 'it is missing.' : `expected an object, not ${show(value)}.`);
}

function only(object: JsonObject, known: string[], where: string): void {
  const other = Object.keys(object).find((name) => !known.includes(name));
  if (other !== undefined) throw new MockConfigError(where, `"${other}" is not one of ${known.join(', ')}.`);
}

const show = (value: unknown) => JSON.stringify(value);
