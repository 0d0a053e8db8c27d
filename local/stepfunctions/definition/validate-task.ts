import { parseResource } from '../integrations/resource';
import { isObject, type JsonObject } from '../json';
import { isExpression, validateExpressions, validateInteger } from './validate-fields';
import type { Surroundings } from './validate-machine';

const SECONDS = { min: 1, max: 99_999_999 };

const OTHER_RESOURCES: [pattern: RegExp, refused: string][] = [
  [/^arn:[\w-]+:lambda:/, "the ARN of a function; use 'arn:aws:states:::lambda:invoke' with the function in Arguments"],
  [/^arn:[\w-]+:states:[\w-]+:\d+:activity:/, 'activities are not run'],
];

/** Checks what a Task state has of its own. */
export function validateTask(state: JsonObject, at: string, surroundings: Surroundings): void {
  const { diagnostics } = surroundings;
  const { Arguments, TimeoutSeconds, HeartbeatSeconds } = state;
  if (diagnostics.requires(state, ['Resource'], at)) validateResource(state, at, surroundings);
  if (Arguments !== undefined) {
    if (!isObject(Arguments) && !isExpression(Arguments)) {
      diagnostics.schema('Expected value of type Object or a JSONata expression', `${at}/Arguments`);
    } else validateExpressions(Arguments, `${at}/Arguments`, diagnostics);
  }
  validateInteger(state, 'TimeoutSeconds', at, diagnostics, SECONDS);
  validateInteger(state, 'HeartbeatSeconds', at, diagnostics, SECONDS);
  if (
    typeof TimeoutSeconds === 'number' &&
    typeof HeartbeatSeconds === 'number' &&
    HeartbeatSeconds >= TimeoutSeconds
  ) {
    diagnostics.schema('HeartbeatSeconds must be smaller than TimeoutSeconds', `${at}/HeartbeatSeconds`);
  }
}

function validateResource(state: JsonObject, at: string, { diagnostics, integrations, express }: Surroundings): void {
  const location = `${at}/Resource`;
  const { Resource } = state;
  if (!diagnostics.string(Resource, location)) return;
  const other = OTHER_RESOURCES.find(([pattern]) => pattern.test(Resource));
  if (other) {
    diagnostics.refuse(`The resource ${Resource}`, { refused: other[1] }, location);
    return;
  }
  const known = parseResource(Resource);
  if (express && known?.pattern) {
    diagnostics.schema(`Express state machine does not support '${Resource}' service integration`, location);
    return;
  }
  if (known && integrations.supports(known.resource, known.pattern)) return;
  const reason = 'The value is not a valid resource ARN, or the resource is not available in this region.';
  diagnostics.schema(`The resource provided ${Resource} is not recognized. ${reason}`, location);
}
