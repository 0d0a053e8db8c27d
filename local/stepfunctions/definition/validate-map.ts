import type { JsonObject } from '../json';
import { validateDistributedMap } from './validate-distributed-map';
import { isExpression, validateExpressions, validateInteger } from './validate-fields';
import type { Surroundings } from './validate-machine';

/** How many children of a Distributed Map run at once at most. @see https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html */
const MOST_CHILDREN = 10_000;

/** What only a Distributed Map has. */
const DISTRIBUTED_FIELDS = [
  'ItemReader',
  'ItemBatcher',
  'ResultWriter',
  'Label',
  'ToleratedFailureCount',
  'ToleratedFailurePercentage',
];

/** Checks what a Map state of either mode has of its own. */
export function validateMap(state: JsonObject, at: string, surroundings: Surroundings): void {
  const { diagnostics, region } = surroundings;
  const { Items, ItemSelector, ItemProcessor } = state;
  if (Items !== undefined) {
    if (!Array.isArray(Items) && !isExpression(Items)) {
      diagnostics.schema('Expected value of type Array or a JSONata expression', `${at}/Items`);
    } else validateExpressions(Items, `${at}/Items`, diagnostics);
  }
  if (ItemSelector !== undefined) validateExpressions(ItemSelector, `${at}/ItemSelector`, diagnostics);
  const config = processorConfig(state, at, surroundings);
  const distributed = config?.Mode === 'DISTRIBUTED';
  const most = distributed ? MOST_CHILDREN : Number.MAX_SAFE_INTEGER;
  validateInteger(state, 'MaxConcurrency', at, diagnostics, { min: 0, max: most });
  if (distributed) validateDistributedMap(state, at, surroundings);
  else refuseDistributedFields(state, at, surroundings);
  if (!diagnostics.requires(state, ['ItemProcessor'], at)) return;
  const express = distributed ? config.ExecutionType === 'EXPRESS' : undefined;
  region(ItemProcessor, `${at}/ItemProcessor`, 'itemProcessor', express);
}

/** The ProcessorConfig, checked; undefined where there is none. */
function processorConfig(
  { ItemProcessor }: JsonObject,
  at: string,
  { diagnostics, express }: Surroundings,
): JsonObject | undefined {
  const location = `${at}/ItemProcessor/ProcessorConfig`;
  const config = typeof ItemProcessor === 'object' && ItemProcessor && 'ProcessorConfig' in ItemProcessor;
  const value = config ? (ItemProcessor as JsonObject).ProcessorConfig : undefined;
  if (value === undefined || !diagnostics.object(value, location)) return undefined;
  diagnostics.knowsPart(value, 'processorConfig', location);
  const { Mode, ExecutionType } = value;
  if (Mode !== undefined) diagnostics.oneOf(Mode, ['INLINE', 'DISTRIBUTED'], 'Mode', `${location}/Mode`);
  if (Mode !== 'DISTRIBUTED') {
    if (ExecutionType !== undefined) {
      diagnostics.schema('ExecutionType is only supported in DISTRIBUTED mode', `${location}/ExecutionType`);
    }
    return value;
  }
  if (express) {
    diagnostics.schema('Express state machine does not support Map states in DISTRIBUTED mode', `${location}/Mode`);
  }
  if (diagnostics.requires(value, ['ExecutionType'], location)) {
    diagnostics.oneOf(ExecutionType, ['STANDARD', 'EXPRESS'], 'ExecutionType', `${location}/ExecutionType`);
  }
  return value;
}

function refuseDistributedFields(state: JsonObject, at: string, { diagnostics }: Surroundings): void {
  for (const name of DISTRIBUTED_FIELDS) {
    if (state[name] !== undefined) diagnostics.schema(`${name} is only supported in DISTRIBUTED mode`, `${at}/${name}`);
  }
}
