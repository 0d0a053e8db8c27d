import type { JsonValue } from '../stepfunctions';
import { isObject } from '../stepfunctions/json';
import type { EventBridgeEvent } from './event';
import type { Rule, RuleTarget } from './rules';

/**
 * What a target receives: the event, a part of it, a constant, or a text made from its parts.
 *
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-transform-target-input.html
 */
export function targetInput(event: EventBridgeEvent, rule: Rule, target: RuleTarget, nowIso: string): string {
  if (target.Input !== undefined && target.Input !== '') return target.Input;
  if (target.InputPath) return JSON.stringify(valueAt(event, target.InputPath) ?? null);
  if (!target.InputTransformer) return JSON.stringify(event);
  const values: { [name: string]: JsonValue | undefined } = {
    'aws.events.rule-arn': rule.arn,
    'aws.events.rule-name': rule.name,
    'aws.events.event.ingestion-time': nowIso,
    'aws.events.event': event,
    'aws.events.event.json': event,
  };
  for (const [name, path] of Object.entries(target.InputTransformer.InputPathsMap ?? {}))
    values[name] = valueAt(event, path);
  return fill(target.InputTransformer.InputTemplate, values);
}

/** Inside a JSON string a value stands as text, elsewhere as JSON; a name without value is left out. */
function fill(template: string, values: { [name: string]: JsonValue | undefined }): string {
  let inString = false;
  return template.replace(/\\.|"|<([\w.-]+)>/g, (found: string, name: string | undefined) => {
    if (found === '"') inString = !inString;
    if (name === undefined) return found;
    const value = values[name];
    if (value === undefined) return '';
    const text = typeof value === 'string' ? value : JSON.stringify(value);
    if (inString) return JSON.stringify(text).slice(1, -1);
    return typeof value === 'string' && !template.trimStart().startsWith('"') ? JSON.stringify(value) : text;
  });
}

/** `$.detail.items[0].id` */
function valueAt(event: JsonValue, path: string): JsonValue | undefined {
  const steps = path.replace(/^\$\.?/, '').match(/[^.[\]]+/g) ?? [];
  return steps.reduce<JsonValue | undefined>((value, step) => {
    if (Array.isArray(value)) return value[Number(step)];
    return isObject(value) ? value[step] : undefined;
  }, event);
}
