import type { StateType } from '../definition/machine';
import { isObject, type JsonObject, type JsonValue } from '../json';
import type { ItemSource, MapRunRequest } from '../map-run/request';
import type { Iterations } from './map-iterations';
import type { TestedState } from './tested-state';
import type { Trace } from './trial';

/** What a test has found out; the texts are JSON. */
export interface Findings {
  input: string;
  /** Undefined when InputPath has failed. */
  afterInputPath: string | undefined;
  /** As given to the test. */
  variables: JsonObject;
  trace: Trace;
  /** Of a Map that has got that far. */
  map?: { request: MapRunRequest; items?: JsonValue[]; iterations?: Iterations };
}

/** What AWS shows of each type of state besides its input. Of a Parallel it shows nothing before the result. */
const SHOWN: Readonly<Record<StateType, { JSONPath: string[]; JSONata: string[] }>> = {
  Pass: { JSONPath: ['afterInputPath', 'afterParameters', 'afterResultSelector', 'afterResultPath'], JSONata: [] },
  Task: {
    JSONPath: ['afterInputPath', 'afterParameters', 'result', 'afterResultSelector', 'afterResultPath'],
    JSONata: ['afterArguments', 'result'],
  },
  Choice: { JSONPath: ['afterInputPath'], JSONata: [] },
  Wait: { JSONPath: ['afterInputPath'], JSONata: [] },
  Succeed: { JSONPath: ['afterInputPath'], JSONata: [] },
  Fail: { JSONPath: ['afterInputPath'], JSONata: [] },
  Parallel: { JSONPath: ['afterResultSelector', 'afterResultPath'], JSONata: [] },
  Map: { JSONPath: ['afterInputPath', 'afterResultSelector', 'afterResultPath'], JSONata: [] },
};

/** A Pass state that has a Result looks at nothing else. */
const PASS_WITH_RESULT = ['result', 'afterResultSelector', 'afterResultPath'];

/** The inspectionData of a test. @see https://docs.aws.amazon.com/step-functions/latest/apireference/API_InspectionData.html */
export function inspectionData({ state, language }: TestedState, findings: Findings): JsonObject {
  const { input, afterInputPath, trace, map } = findings;
  const { afterResultSelector, afterResultPath, exchange } = trace;
  const isPass = state.type === 'Pass';
  // What a Pass makes of its Parameters is its result.
  const parameters = isPass ? afterResultSelector : trace.parameters;
  const stages: { [stage: string]: string | undefined } = {
    afterInputPath,
    afterParameters: parameters,
    afterArguments: parameters,
    result: isPass ? afterResultSelector : trace.result,
    afterResultSelector,
    afterResultPath,
  };
  const shown = isPass && state.result !== undefined ? PASS_WITH_RESULT : SHOWN[state.type][language];
  const data: JsonObject = { input };
  for (const stage of shown) {
    const text = stages[stage];
    if (text !== undefined) data[stage] = text;
  }
  if (state.type === 'Map' && map)
    Object.assign(data, ofMap(map, language === 'JSONPath', state.itemSelector !== undefined));
  const errorDetails = errorDetailsOf(trace);
  if (errorDetails) data.errorDetails = errorDetails;
  const variables = { ...findings.variables, ...parsed(trace.assigned ?? {}) };
  if (Object.keys(variables).length > 0) data.variables = JSON.stringify(variables);
  if (exchange) Object.assign(data, exchange);
  return data;
}

function ofMap(
  { request, items, iterations }: NonNullable<Findings['map']>,
  paths: boolean,
  selector: boolean,
): JsonObject {
  const { source, batch, maxConcurrency, toleratedFailureCount, toleratedFailurePercentage } = request;
  return {
    ...(paths && 'items' in source ? { afterItemsPath: spaced(source.items) } : {}),
    ...(paths && items && isPointed(source) ? { afterItemsPointer: JSON.stringify(items) } : {}),
    ...(selector && iterations ? { afterItemSelector: JSON.stringify(iterations.selected) } : {}),
    ...(batch && iterations ? { afterItemBatcher: JSON.stringify(iterations.inputs) } : {}),
    maxConcurrency,
    ...(toleratedFailureCount === undefined ? {} : { toleratedFailureCount }),
    ...(toleratedFailurePercentage === undefined ? {} : { toleratedFailurePercentage }),
  };
}

/** Whether the items are what an ItemsPointer points at. */
function isPointed(source: ItemSource): boolean {
  if ('items' in source) return false;
  const format = 'objects' in source.format ? source.format.objects : source.format;
  return format.type === 'JSON' && format.pointer !== undefined;
}

function errorDetailsOf({ retry, catchIndex }: Trace): JsonObject | undefined {
  if (!retry && catchIndex === undefined) return undefined;
  return {
    ...(retry ? { retryIndex: retry.index } : {}),
    ...(retry?.delayMs === undefined ? {} : { retryBackoffIntervalSeconds: Math.round(retry.delayMs / 1000) }),
    ...(catchIndex === undefined ? {} : { catchIndex }),
  };
}

function parsed(texts: { [name: string]: string }): JsonObject {
  return Object.fromEntries(Object.entries(texts).map(([name, text]) => [name, JSON.parse(text) as JsonValue]));
}

/** JSON text with a space after each comma and colon, as AWS writes the items. */
function spaced(value: JsonValue): string {
  if (Array.isArray(value)) return `[${value.map(spaced).join(', ')}]`;
  if (!isObject(value)) return JSON.stringify(value);
  const fields = Object.entries(value).map(([name, field]) => `${JSON.stringify(name)}: ${spaced(field)}`);
  return `{${fields.join(', ')}}`;
}
