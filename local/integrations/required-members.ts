import { AwsError } from '../aws/error';
import { isObject, type JsonValue } from '../stepfunctions/json';
import { type ServiceModel, shapeOf } from './sdk/model';
import type { Naming } from './sdk/values';

/**
 * Says what the services themselves say of a member that is null or missing, which MiniStack often does not look at.
 *
 * @param naming of the members in the input.
 * @throws AwsError
 */
export function checkRequired(model: ServiceModel, operation: string, input: JsonValue, naming: Naming): void {
  const { input: use } = model.operations[operation] ?? {};
  const given = isObject(input) ? input : {};
  const { required = [], members = {} } = use ? shapeOf(model, use.shape) : {};
  const needed = required.filter((name) => !members[name]?.idempotencyToken);
  const missing = needed.filter((name) => (given[naming(name)] ?? null) === null);
  const [first] = missing;
  if (first === undefined) return;
  const { serviceId, protocol } = model.metadata;
  if (serviceId === 'SQS' || serviceId === 'SNS') {
    throw new AwsError('MissingParameter', `The request must contain the parameter ${first}.`);
  }
  if (protocol !== 'json') return;
  const each = missing.map((name) => {
    const member = name.charAt(0).toLowerCase() + name.slice(1);
    return `Value null at '${member}' failed to satisfy constraint: Member must not be null`;
  });
  const errors = `${each.length} validation error${each.length > 1 ? 's' : ''} detected`;
  throw new AwsError('ValidationException', `${errors}: ${each.join('; ')}`);
}
