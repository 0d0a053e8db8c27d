import { isObject, type JsonObject, type JsonValue } from '../json';
import { validateDistributedMap, validateTolerance } from './validate-distributed-map';
import { isExpression, validateExpressions, validateNumber } from './validate-fields';
import type { Surroundings } from './validate-machine';
import { validateItemsPath, validateReferencePath } from './validate-paths';

/** How many children of a Distributed Map run at once at most. @see https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html */
const MOST_CHILDREN = 10_000;

/** What only a Distributed Map has. */
const DISTRIBUTED_FIELDS = ['ItemReader', 'ItemBatcher', 'ResultWriter', 'Label'];

const OBJECT = { refused: 'it iterates over arrays only' };
const UNKNOWN = { refused: 'it belongs to a Map in DISTRIBUTED mode' };

/** Checks what a Map state of either mode has of its own. */
export function validateMap(state: JsonObject, at: string, surroundings: Surroundings): void {
  const { diagnostics, language, region } = surroundings;
  const { Items } = state;
  const field = state.Iterator === undefined ? 'ItemProcessor' : 'Iterator';
  if (Items !== undefined) {
    if (isObject(Items)) diagnostics.refuse('An object as Items', OBJECT, `${at}/Items`);
    else if (!Array.isArray(Items) && !isExpression(Items)) {
      diagnostics.schema('Expected value of type Array or a JSONata expression', `${at}/Items`);
    } else validateExpressions(Items, `${at}/Items`, diagnostics);
  }
  validateItemsPath(state, at, diagnostics);
  // Parameters is what ItemSelector was called before.
  diagnostics.one(state, ['ItemSelector', 'Parameters'], at, false);
  for (const name of ['ItemSelector', 'Parameters']) {
    const value = state[name];
    if (value !== undefined) language.validate(value, `${at}/${name}`, diagnostics);
  }
  const config = processorConfig(state[field], `${at}/${field}`, surroundings);
  const distributed = config?.Mode === 'DISTRIBUTED';
  const most = distributed ? MOST_CHILDREN : Number.MAX_SAFE_INTEGER;
  validateNumber(state, 'MaxConcurrency', at, diagnostics, { min: 0, max: most }, language);
  validateReferencePath(state, 'MaxConcurrencyPath', at, diagnostics);
  if (distributed) validateDistributedMap(state, at, surroundings);
  else refuseDistributedFields(state, at, surroundings);
  if (!diagnostics.one(state, ['ItemProcessor', 'Iterator'], at)) return;
  const express = distributed ? config.ExecutionType === 'EXPRESS' : undefined;
  region(state[field], `${at}/${field}`, 'itemProcessor', express);
}

/** The ProcessorConfig, checked; undefined where there is none. */
function processorConfig(
  processor: JsonValue | undefined,
  at: string,
  { diagnostics, express }: Surroundings,
): JsonObject | undefined {
  const location = `${at}/ProcessorConfig`;
  const value = isObject(processor) ? processor.ProcessorConfig : undefined;
  if (value === undefined || !diagnostics.object(value, location)) return undefined;
  diagnostics.knowsPart(value, 'processorConfig', location);
  const { Mode, ExecutionType } = value;
  if (Mode !== undefined) diagnostics.oneOf(Mode, ['INLINE', 'DISTRIBUTED'], `${location}/Mode`);
  if (Mode !== 'DISTRIBUTED') {
    if (ExecutionType !== undefined) diagnostics.schema("Field 'ExecutionType' is not supported", location);
    return value;
  }
  if (express) {
    const message = "The field 'Mode' with value 'DISTRIBUTED' is not supported inside 'EXPRESS' state machines";
    diagnostics.schema(message, `${location}/Mode`);
  }
  if (diagnostics.requires(value, ['ExecutionType'], location)) {
    diagnostics.oneOf(ExecutionType, ['STANDARD', 'EXPRESS'], `${location}/ExecutionType`);
  }
  return value;
}

function refuseDistributedFields(state: JsonObject, at: string, surroundings: Surroundings): void {
  const { diagnostics } = surroundings;
  validateTolerance(state, at, surroundings);
  for (const name of DISTRIBUTED_FIELDS) {
    // AWS accepts them, which no documentation mentions: what they do there is not known.
    if (state[name] !== undefined) diagnostics.refuse(`${name} of an inline Map`, UNKNOWN, `${at}/${name}`);
  }
}
