import type { Place } from '../api/arn';
import { stateMachineArn } from '../api/arn';
import { validationException } from '../errors';
import { uuid } from '../expressions/functions';
import { isoTime } from '../interpreter/iso-time';
import { mapContext } from '../interpreter/scope';
import { isObject, type JsonObject, type JsonValue } from '../json';
import { STATE_NAME, type TestedState } from './tested-state';

/** The fields of a context object, each with the type it must have; `any` JSON is for the execution's input. */
const FIELDS: { readonly [part: string]: { readonly [field: string]: 'string' | 'number' | 'any' } } = {
  Execution: {
    Id: 'string',
    Input: 'any',
    Name: 'string',
    RoleArn: 'string',
    StartTime: 'string',
    RedriveCount: 'number',
    RedriveTime: 'string',
  },
  State: { EnteredTime: 'string', Name: 'string', RetryCount: 'number' },
  StateMachine: { Id: 'string', Name: 'string' },
  Task: { Token: 'string' },
};

const invalid = (problem: string) => validationException(`Invalid Context object provided: ${problem}`);

/** Reads the context object of a request. @throws ValidationException */
export function readContext(text: string, tested: TestedState): JsonObject {
  const context = parse(text);
  for (const [part, value] of Object.entries(context)) {
    if (part === 'Map') throw invalid("'Map' field is not supported when mocking a Context object");
    const fields = Object.hasOwn(FIELDS, part) ? FIELDS[part] : undefined;
    if (!fields) throw invalid(`Field '${part}' is not allowed`);
    if (part === 'Task' && !waits(tested)) {
      const patterns = "a '.sync' or '.waitForTaskToken' service integration pattern";
      throw invalid(`Context object contains 'Task' when state is not a Task state with ${patterns}`);
    }
    if (!isObject(value)) throw invalid(`${part} must be an object`);
    for (const [field, content] of Object.entries(value)) {
      const type = Object.hasOwn(fields, field) ? fields[field] : undefined;
      if (!type) throw invalid(`Field '${field}' is not allowed`);
      if (type !== 'any' && typeof content !== type) throw invalid(`${part}.${field} must be a ${type}`);
    }
  }
  return context;
}

function parse(text: string): JsonObject {
  let value: JsonValue;
  try {
    value = JSON.parse(text) as JsonValue;
  } catch {
    throw invalid('It must be valid JSON');
  }
  if (!isObject(value)) throw invalid('It must be a JSON object');
  return value;
}

interface Circumstances extends Place {
  random: () => number;
  /** Milliseconds since the epoch. */
  now: number;
  input: JsonValue;
  roleArn: string | undefined;
  retryCount: number;
}

/** The context object of a test that has brought none: a test is an EXPRESS execution of a machine that nobody made. */
export function ownContext(tested: TestedState, circumstances: Circumstances): JsonObject {
  const { region, accountId, random, now, input, roleArn, retryCount } = circumstances;
  const machine = uuid(random);
  const name = uuid(random);
  const [parent] = tested.ancestors;
  return {
    Execution: {
      Id: `arn:aws:states:${region}:${accountId}:express:${machine}:${name}`,
      Input: input,
      Name: name,
      RoleArn: roleArn ?? null,
      StartTime: isoTime(now),
    },
    StateMachine: { Id: stateMachineArn(circumstances, machine), Name: machine },
    State: {
      Name: STATE_NAME,
      EnteredTime: isoTime(now),
      ...('retry' in tested.state ? { RetryCount: retryCount } : {}),
    },
    ...(waits(tested) ? { Task: { Token: Buffer.from(uuid(random)).toString('base64') } } : {}),
    ...(parent?.type === 'Map' ? { Map: mapContext(firstItem(input, parent.distributed?.reader === undefined)) } : {}),
  };
}

/** A state within a Map works on the first of the items, which is its input. */
function firstItem(value: JsonValue, ofState: boolean) {
  return { index: 0, value, ...(ofState ? { source: 'STATE_DATA' } : {}) };
}

function waits({ state }: TestedState): boolean {
  return state.type === 'Task' && state.resource.kind === 'service' && state.resource.pattern !== undefined;
}
