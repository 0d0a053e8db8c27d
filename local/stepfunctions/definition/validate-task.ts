import { unavailable } from '../integrations/optimized';
import { parseResource } from '../integrations/resource';
import { nameProblems } from '../integrations/task-parameters';
import { isObject, type JsonObject, type JsonValue } from '../json';
import { isExpression, validateExpressions, validateNumber } from './validate-fields';
import type { Surroundings } from './validate-machine';

const SECONDS = { min: 1, max: 99_999_999 };

/** Checks what a Task state has of its own. */
export function validateTask(state: JsonObject, at: string, surroundings: Surroundings): void {
  const { diagnostics, language } = surroundings;
  const { Arguments, Parameters, TimeoutSeconds, HeartbeatSeconds, Credentials } = state;
  if (diagnostics.requires(state, ['Resource'], at)) validateResource(state, at, surroundings);
  if (Arguments !== undefined) {
    if (!isObject(Arguments) && !isExpression(Arguments)) {
      diagnostics.schema('Expected value of type Object or a JSONata expression', `${at}/Arguments`);
    } else validateExpressions(Arguments, `${at}/Arguments`, diagnostics);
  }
  if (Parameters !== undefined) language.validate(Parameters, `${at}/Parameters`, diagnostics);
  validateParameters(state, at, surroundings);
  if (Credentials !== undefined) validateCredentials(Credentials, `${at}/Credentials`, surroundings);
  validateNumber(state, 'TimeoutSeconds', at, diagnostics, SECONDS, language);
  validateNumber(state, 'HeartbeatSeconds', at, diagnostics, SECONDS, language);
  if (
    typeof TimeoutSeconds === 'number' &&
    typeof HeartbeatSeconds === 'number' &&
    HeartbeatSeconds >= TimeoutSeconds
  ) {
    diagnostics.schema('HeartbeatSeconds must be smaller than TimeoutSeconds', `${at}/HeartbeatSeconds`);
  }
}

/** The role that a call is made with. @see https://docs.aws.amazon.com/step-functions/latest/dg/concepts-access-cross-acct-resources.html */
function validateCredentials(value: JsonValue, at: string, { diagnostics, language }: Surroundings): void {
  if (!diagnostics.object(value, at)) return;
  if (value.RoleArn === undefined && value['RoleArn.$'] === undefined) {
    // AWS then has nothing to say of other fields.
    diagnostics.schema("The field 'RoleArn' is required but was missing", at);
    return;
  }
  diagnostics.knowsPart(value, 'credentials', at, language.name);
  language.validate(value, at, diagnostics);
}

/** The names of what a service is given, as far as they are written down. AWS wants something even where nothing is required. */
function validateParameters(
  { Resource, Arguments, Parameters }: JsonObject,
  at: string,
  { diagnostics, integrations, language }: Surroundings,
): void {
  const resource = typeof Resource === 'string' ? parseResource(Resource) : undefined;
  const names = resource?.kind === 'service' ? integrations.parameters?.(resource.resource) : undefined;
  if (!names) return;
  if ((language.isJsonata ? Arguments : Parameters) === undefined) {
    const field = language.isJsonata ? 'Arguments' : 'Parameters';
    diagnostics.schema(`${field} field is required for resource ARN: ${Resource}`, `${at}/Resource`);
  }
  for (const [field, given] of Object.entries({ Arguments, Parameters })) {
    if (!isObject(given)) continue;
    for (const problem of nameProblems(names, given)) diagnostics.schema(problem, `${at}/${field}`);
  }
}

function validateResource(state: JsonObject, at: string, { diagnostics, integrations, express }: Surroundings): void {
  const location = `${at}/Resource`;
  const { Resource } = state;
  if (!diagnostics.string(Resource, location)) return;
  const known = parseResource(Resource);
  if (express && known?.kind === 'activity') {
    diagnostics.schema('Express state machine does not support Activity ARN', location);
    return;
  }
  if (express && known?.kind === 'service' && known.pattern) {
    // AWS writes the two sentences with different spaces.
    const pattern = known.pattern === 'waitForTaskToken' ? '.waitForTaskToken' : '.sync';
    const end = known.pattern === 'waitForTaskToken' ? ' ' : '';
    diagnostics.schema(`Express state machine does not support '${pattern}' service integration${end}`, location);
    return;
  }
  if (known?.kind === 'activity') {
    if (state.Credentials === undefined) return;
    diagnostics.schema("The field 'Credentials' is not supported for activities", `${at}/Credentials`);
    return;
  }
  if (known?.kind === 'function' && integrations.supports('lambda:function')) return;
  if (known?.kind === 'service' && integrations.supports(known.resource, known.pattern)) return;
  const refused = known?.kind === 'service' ? unavailable(integrations, known.resource, known.pattern) : undefined;
  if (refused !== undefined) {
    diagnostics.refuse(`The resource ${Resource}`, { refused }, location);
    return;
  }
  if (!Resource.startsWith('arn:')) {
    diagnostics.schema('Value is not a valid resource ARN', location);
    return;
  }
  const reason = 'The value is not a valid resource ARN, or the resource is not available in this region.';
  diagnostics.schema(`The resource provided ${Resource} is not recognized. ${reason}`, location);
}
