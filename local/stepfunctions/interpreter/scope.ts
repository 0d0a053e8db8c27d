import type { Scope } from '../expressions/expression';
import { evaluateTemplate, followPath, type Template } from '../expressions/template';
import type { JsonObject, JsonValue } from '../json';
import type { Draft } from './draft';
import { isoTime } from './iso-time';
import { type Payload, payload } from './payload';

/** What `$states` holds besides the input and the context, depending on the field. */
export interface Bindings {
  /** What `$` stands for in a JSONPath, when it is not the input. */
  root?: JsonValue;
  result?: JsonValue;
  errorOutput?: JsonObject;
  /** The item that an ItemSelector is evaluated for. */
  item?: MapItem;
}

/** `source` in a Distributed Map only: `STATE_DATA`, or the S3 URI of the object or bucket. */
export interface MapItem {
  index: number;
  value: JsonValue;
  source?: string;
}

/** The part of the context object that tells of an item. */
export function mapContext({ index, value, source }: MapItem): JsonObject {
  return { Item: { Index: index, Value: value, ...(source === undefined ? {} : { Source: source }) } };
}

/** The value of a field of the thread's state. @throws EvaluationError */
export async function evaluate(
  draft: Draft,
  id: number,
  template: Template,
  location: string,
  bindings: Bindings = {},
): Promise<JsonValue> {
  if (template.kind === 'literal') return template.value;
  return evaluateTemplate(template, scopeOf(draft, id, bindings), location);
}

/** All that an expression of the thread's state can see. */
export function scopeOf(draft: Draft, id: number, { item, root, ...results }: Bindings): Scope {
  const { input, variables } = draft.thread(id);
  const context = contextObject(draft, id, item);
  const states = { input: input.value, ...results, context };
  return { states, root: root ?? filteredInput(draft, id, context), variables, now: draft.now, random: draft.random };
}

/** What the state works with: its input, or in JSONPath what InputPath leaves of it. @throws SelectionError */
export function effectiveInput(draft: Draft, id: number): Payload {
  if (draft.state(id).inputPath === undefined) return draft.thread(id).input;
  return payload(filteredInput(draft, id, contextObject(draft, id)));
}

function filteredInput(draft: Draft, id: number, context: JsonObject): JsonValue {
  const { input, variables } = draft.thread(id);
  const { inputPath } = draft.state(id);
  if (inputPath === undefined) return input.value;
  if (inputPath === null) return {};
  return followPath(inputPath, { root: input.value, context, variables });
}

/**
 * The context object. Within a Map's iteration it has the iteration's item too.
 *
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/input-output-contextobject.html
 */
function contextObject(draft: Draft, id: number, item = itemOf(draft, id)): JsonObject {
  const { execution } = draft;
  if (execution.context)
    return item === undefined ? execution.context : { ...execution.context, Map: mapContext(item) };
  const { enteredAt, retryCount, work } = draft.activation(id);
  const { redrivenAt } = execution;
  const token = work.kind === 'scheduled' ? work.task.token : work.kind === 'called' ? work.task.token : undefined;
  return {
    Execution: {
      Id: execution.arn,
      Input: execution.input.value,
      Name: execution.name,
      RoleArn: execution.roleArn,
      StartTime: isoTime(execution.startedAt),
      // AWS leaves it out where nothing can be redriven and somebody waits.
      ...(execution.express === 'sync' ? {} : { RedriveCount: execution.redriveCount }),
      ...(redrivenAt === undefined ? {} : { RedriveTime: isoTime(redrivenAt) }),
    },
    State: {
      EnteredTime: isoTime(enteredAt),
      Name: draft.thread(id).state,
      // Only states that can be tried again have a count.
      ...('retry' in draft.state(id) ? { RetryCount: retryCount } : {}),
    },
    StateMachine: { Id: execution.stateMachineArn, Name: execution.stateMachineName },
    ...(token === undefined ? {} : { Task: { Token: token } }),
    ...(item === undefined ? {} : { Map: mapContext(item) }),
  };
}

/** The item of the innermost Map that the thread works for. */
function itemOf(draft: Draft, id: number): MapItem | undefined {
  for (let { parent } = draft.thread(id); parent; parent = draft.thread(parent.thread).parent) {
    const { work } = draft.activation(parent.thread);
    const items = work.kind === 'branching' ? work.branches.items : undefined;
    const value = items?.[parent.index];
    if (value !== undefined) return { index: parent.index, value };
  }
  return undefined;
}
