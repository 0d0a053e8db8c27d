import { isJsonArray, isJsonObject, type JsonObject, type JsonValue } from '../definition/json';
import type { Workflow } from '../definition/workflow';
import type { Rule } from '../lint/finding';
import { lint } from '../lint/lint';
import { repeatedNames } from './repeated-names';
import { fieldProblems } from './shape';
import { innerScopeShape, stateShapes, workflowShape } from './state-shapes';

/** A document that can't be a typed definition; the message lists every reason, one a line, and names the state. */
export class ImportError extends Error {
  override readonly name = 'ImportError';
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(`The document can't be imported:\n${problems.map((problem) => `- ${problem}.`).join('\n')}`);
    this.problems = problems;
  }
}

function choicesOfTime(state: JsonObject): readonly string[] {
  if (state.Type !== 'Wait') return [];
  const given = ['Seconds', 'Timestamp'].filter((field) => Object.hasOwn(state, field));
  return given.length === 1 ? [] : ['must have one of Seconds and Timestamp'];
}

function distribution(state: JsonObject): readonly string[] {
  const processor = isJsonObject(state.ItemProcessor) ? state.ItemProcessor : {};
  const config = isJsonObject(processor.ProcessorConfig) ? processor.ProcessorConfig : {};
  const typed = Object.hasOwn(config, 'ExecutionType');
  if ((config.Mode === 'DISTRIBUTED') === typed) return [];
  return [
    typed
      ? 'has ItemProcessor.ProcessorConfig.ExecutionType, which only Mode DISTRIBUTED has'
      : 'has Mode DISTRIBUTED and no ItemProcessor.ProcessorConfig.ExecutionType',
  ];
}

function stateProblems(name: string, state: JsonValue): readonly string[] {
  const here = (problem: string) => `State "${name}": ${problem}`;
  if (!isJsonObject(state)) return [here('must be an object')];
  const type = state.Type;
  const shape = typeof type === 'string' && Object.hasOwn(stateShapes, type) ? stateShapes[type] : undefined;
  if (shape === undefined) {
    return [here(`Type is ${JSON.stringify(type)}, and must be one of ${Object.keys(stateShapes).join(', ')}`)];
  }
  const inner = [
    ...(type === 'Map' ? [state.ItemProcessor] : []),
    ...(type === 'Parallel' && isJsonArray(state.Branches) ? state.Branches : []),
  ].filter((each) => isJsonObject(each));
  return [
    ...fieldProblems(shape, state, '').map(here),
    ...choicesOfTime(state).map(here),
    ...(type === 'Map' ? distribution(state).map(here) : []),
    ...inner.flatMap((each) => [...fieldProblems(innerScopeShape, each, '').map(here), ...statesProblems(each)]),
  ];
}

function statesProblems(scope: JsonObject): readonly string[] {
  if (!isJsonObject(scope.States)) return [];
  return Object.entries(scope.States).flatMap(([name, state]) => stateProblems(name, state));
}

function queryLanguageProblems(document: JsonObject): readonly string[] {
  if (document.QueryLanguage === 'JSONata') return [];
  const states = isJsonObject(document.States) ? Object.entries(document.States) : [];
  const [first] =
    states.find(([, state]) => !isJsonObject(state) || state.QueryLanguage !== 'JSONata') ?? states[0] ?? [];
  const where = first === undefined ? 'The document' : `State "${first}"`;
  return [
    `${where} is in JSONPath, since the document has no "QueryLanguage": "JSONata" of its own. Convert it to JSONata in Workflow Studio first`,
  ];
}

/** The rules that the compiler holds a definition to: a document that breaks one can't be printed as source that compiles. */
const compiled: ReadonlySet<Rule> = new Set(['transition', 'task-call', 'map-fields']);

function readJson(text: string): JsonValue {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new ImportError([`It is not JSON: ${error instanceof Error ? error.message : String(error)}`]);
  }
}

/** Editors of Windows begin a file with a byte order mark, which is no part of the JSON in it. */
function parseJson(text: string): JsonValue {
  const json = text.replace(/^\uFEFF/, '');
  const document = readJson(json);
  const repeated = repeatedNames(json).map(
    ({ path, name }) =>
      `${path === '' ? 'The document' : path} has "${name}" more than once, and only the last would be read. Rename or remove the others`,
  );
  if (repeated.length > 0) throw new ImportError([...new Set(repeated)]);
  return document;
}

/**
 * Reads an ASL document, as Workflow Studio exports it, as a definition. The document must be in JSONata, call APIs that this
 * library knows, and have the fields that the types have; what lint says of it, `toAsl` will say.
 * @param text the document as JSON text
 * @returns a workflow whose JSON is the document's
 * @throws ImportError with every reason why it can't be one
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/workflow-studio.html
 */
export function importAsl(text: string): Workflow {
  const document = parseJson(text);
  if (!isJsonObject(document)) throw new ImportError(['It is not a JSON object']);
  const language = queryLanguageProblems(document);
  if (language.length > 0) throw new ImportError(language);
  const problems = [...fieldProblems(workflowShape, document, ''), ...statesProblems(document)];
  if (problems.length > 0) throw new ImportError(problems);
  // The shapes that were just checked are those of the types, which the compiler can't see.
  const workflow = document as unknown as Workflow;
  const findings = lint(workflow).filter(({ rule }) => compiled.has(rule));
  if (findings.length > 0) throw new ImportError(findings.map(({ message }) => message.replace(/\.$/, '')));
  return workflow;
}
