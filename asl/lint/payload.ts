import { isJsonata, type JsonValue } from '../definition/json';
import type { AnyState, AnyTask } from '../definition/workflow';
import { isDistributed } from '../graph/scopes';
import type { Integration, Pattern } from '../integrations/integration';
import { expressionsIn, expressionsNotUnder } from '../jsonata/expressions';
import { JsonataSyntaxError } from '../jsonata/parse';
import { type ContentPath, wholeResult } from '../jsonata/whole-result';
import { called, type StateRule } from './finding';
import { integrationOf } from './tasks';

/** The types of DynamoDB attribute values that hold one scalar, or a set of them. */
const scalars: ReadonlySet<string> = new Set(['S', 'N', 'BOOL', 'NULL', 'SS', 'NS']);

function wholeIn(value: JsonValue | undefined, path: string, content: readonly ContentPath[]): readonly string[] {
  return expressionsIn(value, path).flatMap((placed) => {
    try {
      const reference = wholeResult(placed.expression, content);
      return reference === undefined ? [] : [`hands on ${reference} whole, in ${placed.path}`];
    } catch (error) {
      // The rule about syntax has said so already.
      if (error instanceof JsonataSyntaxError) return [];
      throw error;
    }
  });
}

/** Where a state hands on the whole of what its result holds, by `Output`, by leaving `Output` out, or by `Assign`. */
function handsOn(state: AnyState, content: readonly ContentPath[]): readonly string[] {
  if (content.length === 0 || state.Type === 'Fail') return [];
  const output =
    state.Output === undefined
      ? ['hands on its whole result, since it has no Output']
      : wholeIn(state.Output, 'Output', content);
  return state.Type === 'Succeed' ? output : [...output, ...wholeIn(state.Assign, 'Assign', content)];
}

function contentOf(
  name: string,
  task: AnyTask,
  integration: Integration,
  pattern: Pattern | undefined,
): readonly ContentPath[] {
  const { content } = integration;
  const paths = typeof content === 'function' ? content({ state: name, pattern, arguments: task.Arguments }) : content;
  return (paths ?? []).map((path) => path.split('.'));
}

/** Where a Task has a service keep a document that it takes from the state's data. */
function keeps(task: AnyTask, integration: Integration): readonly string[] {
  return Object.entries(integration.documents ?? {}).flatMap(([argument, form]) => {
    const given: { readonly [name: string]: JsonValue | undefined } = task.Arguments;
    const value = given[argument];
    if (form === 'value') return isJsonata(value) ? [`writes a body from the state's data, in ${argument}`] : [];
    return expressionsNotUnder(value, argument, scalars).map(
      ({ path }) => `writes a document from the state's data, in ${path}`,
    );
  });
}

/**
 * What passes between states is at most 256 KiB, so a workflow carries keys, and bodies stay where they are stored. Bodies
 * enter its data in two ways, and each is refused:
 *
 * 1. a result that holds stored content (an item, an object, a response, another execution's output) is handed on whole, by
 *    `Output`, by `Assign`, or by leaving `Output` out: name the attributes to hand on;
 * 2. a Map's result, which has one entry per item, is handed on whole: say what the workflow needs of it, or, for a
 *    Distributed Map, write it with a ResultWriter.
 *
 * And a body that is in the data shows where it leaves: a document or an object that is written from an expression. An
 * attribute of a scalar type (`S`, `N`, `BOOL`, `NULL`, `SS`, `NS`) is a key and may be; anything else has a function write it.
 * What a Lambda function returns is for the function to keep small.
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html
 */
export const payloadBody: StateRule = ({ name, state, inside }) => {
  const problems: { readonly what: string; readonly todo: string }[] = [];
  if (state.Type === 'Task') {
    const known = integrationOf(state);
    if (known === undefined) return [];
    const content = contentOf(name, state, known.integration, known.pattern);
    const todo = 'Name the attributes that the next states need, and leave bodies where they are stored';
    problems.push(...handsOn(state, content).map((what) => ({ what, todo })));
    problems.push(
      ...keeps(state, known.integration).map((what) => ({
        what,
        todo: 'Have a function write it from where it is stored, and pass only its key',
      })),
    );
  }
  if (state.Type === 'Map' && !(isDistributed(state) && state.ResultWriter?.Arguments !== undefined)) {
    const todo = isDistributed(state)
      ? 'Give it a ResultWriter, or an Output that says what is needed of it'
      : 'Give it an Output that says what is needed of it';
    problems.push(...handsOn(state, [[]]).map((what) => ({ what: `${what}, with one entry per item`, todo })));
  }
  return problems.map(({ what, todo }) => ({
    rule: 'payload-body',
    state: name,
    message: `State ${called(name, inside)} ${what}, and what passes between states is at most 256 KiB. ${todo}.`,
  }));
};
