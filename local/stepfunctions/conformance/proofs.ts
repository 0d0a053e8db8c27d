import type { StateType } from '../definition/machine';
import type { JsonObject, JsonValue } from '../json';
import { type Answer, ROLE, START, TestEngine } from '../testing/engine';

/** A run that shows that a field does what it is for. */
export interface Proof {
  definition: JsonObject;
  input?: JsonValue;
  /** Objects in the bucket `bucket`, by key. */
  files?: { [key: string]: string };
  /** The operation of S3 that is refused: `put`. */
  refuse?: string;
  /** What the called services answer; what they were asked when it is left out. */
  answer?: () => Answer;
  /** What has to come out, unless something else is to be seen. */
  output?: JsonValue;
  /** The error that the execution has to fail with. */
  error?: string;
  cause?: string;
  status?: string;
  /** How long it has to take. */
  seconds?: number;
  /** What has to be seen of the engine: it is compared with `seen`. */
  look?: (engine: TestEngine, executionArn: string) => Promise<JsonValue>;
  seen?: JsonValue;
}

/** Proofs by the name of a field of the state, or of the part, that they are of. */
export type Proofs = { [field: string]: Proof };

export const LAMBDA = 'arn:aws:states:::lambda:invoke';
export const TOKEN = `${LAMBDA}.waitForTaskToken`;
export const INPUT = { n: 1, list: [1, 2], at: '2026-01-01T00:00:05Z', half: 50, role: `${ROLE}/other` };
/** Without the rest of the input. */
export const ROWS = { Bucket: 'bucket', Key: 'rows' };

export const never: () => Answer = () => () => new Promise(() => {});
/** Fails so often, then succeeds. */
export const failing =
  (times: number, error = 'E') =>
  (): Answer => {
    let left = times;
    return () => (left-- > 0 ? { error, cause: 'c' } : { output: 'tried again' });
  };

export type Language = 'JSONata' | 'JSONPath';

/** A machine of the one state `s`, and of `end`, which gives `end`, when the state leads there. */
export function machineOf(language: Language, s: JsonObject, more: JsonObject = {}): JsonObject {
  const leads = /"(Next|Default)":"end"/.test(JSON.stringify(s));
  const end: JsonObject = {
    Type: 'Pass',
    End: true,
    ...(language === 'JSONata' ? { Output: 'end' } : { Result: 'end' }),
  };
  return { QueryLanguage: language, StartAt: 's', States: leads ? { s, end } : { s }, ...more };
}

/** What passes its input on: a branch, or the processor of a Map. */
export const block = (state: JsonObject = { Type: 'Pass' }, name = 'inner'): JsonObject => ({
  StartAt: name,
  States: { [name]: { ...state, End: true } },
});
export const task: JsonObject = { Type: 'Task', Resource: LAMBDA };

/** What makes a state of each type run, and end the machine. */
export function plain(type: StateType, language: Language): JsonObject {
  const jsonata = language === 'JSONata';
  switch (type) {
    case 'Pass':
      return { Type: type, End: true };
    case 'Task':
      return { ...task, End: true };
    case 'Wait':
      return { Type: type, Seconds: 1, End: true };
    case 'Choice': {
      const rule = jsonata ? { Condition: '{% true %}' } : { Variable: '$', IsPresent: true };
      return { Type: type, Choices: [{ ...rule, Next: 'after' }] };
    }
    case 'Succeed':
      return { Type: type };
    case 'Fail':
      return { Type: type, Error: 'E', Cause: 'c' };
    case 'Parallel':
      return { Type: type, Branches: [block(), block({ Type: 'Pass' }, 'other')], End: true };
    case 'Map': {
      const items = jsonata ? { Items: '{% $states.input.list %}' } : { ItemsPath: '$.list' };
      return { Type: type, ...items, ItemProcessor: block(), End: true };
    }
  }
}

/** The state with other fields, in a machine. A Choice leads to `after`, which passes its input on. */
export function withFields(type: StateType, language: Language, fields: JsonObject): JsonObject {
  const { End, ...state } = plain(type, language);
  const s = 'Next' in fields || End === undefined ? { ...state, ...fields } : { ...state, End, ...fields };
  const machine = machineOf(language, s);
  if (!JSON.stringify(s).includes('"after"')) return machine;
  return { ...machine, States: { ...(machine.States as JsonObject), after: { Type: 'Pass', End: true } } };
}

/** A Distributed Map over `Items`, or over what it reads. */
export function distributed(
  language: Language,
  fields: JsonObject,
  processor: JsonObject = block(),
  type = 'STANDARD',
) {
  const { Items, ItemsPath, ...state } = plain('Map', language);
  const items =
    'ItemReader' in fields ? {} : language === 'JSONata' ? { Items: Items ?? [] } : { ItemsPath: ItemsPath ?? '$' };
  const ItemProcessor = { ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: type }, ...processor };
  return machineOf(language, { ...state, ...items, ItemProcessor, ...fields });
}

/** Runs what the proof says; what came of it, and what should have. */
export async function prove(proof: Proof): Promise<{ found: object; expected: object }> {
  const { definition, input = INPUT, files = {}, refuse, answer } = proof;
  const engine = new TestEngine(answer?.() ?? (({ arguments: given }) => ({ output: given })));
  for (const [key, text] of Object.entries(files)) engine.objects.files.set(key, Buffer.from(text));
  engine.objects.before = (operation) => {
    if (operation === refuse) throw new Error('Access Denied');
  };
  try {
    const executionArn = await engine.start(await engine.create(definition), input);
    await engine.run();
    const { status, output, error, cause, stopDate } = await engine.describe(executionArn);
    const { look, seen, ...wanted } = proof;
    const fails = wanted.error !== undefined || wanted.status !== undefined;
    return {
      found: {
        status,
        ...(wanted.output === undefined ? {} : { output: JSON.parse(String(output)) }),
        ...(wanted.error === undefined ? {} : { error }),
        ...(wanted.cause === undefined ? {} : { cause }),
        ...(wanted.seconds === undefined ? {} : { seconds: Number(stopDate) - START / 1000 }),
        ...(look ? { seen: await look(engine, executionArn) } : {}),
      },
      expected: {
        status: wanted.status ?? (fails ? 'FAILED' : 'SUCCEEDED'),
        ...(wanted.output === undefined ? {} : { output: wanted.output }),
        ...(wanted.error === undefined ? {} : { error: wanted.error }),
        ...(wanted.cause === undefined ? {} : { cause: wanted.cause }),
        ...(wanted.seconds === undefined ? {} : { seconds: wanted.seconds }),
        ...(look ? { seen } : {}),
      },
    };
  } finally {
    engine.service.close();
  }
}
