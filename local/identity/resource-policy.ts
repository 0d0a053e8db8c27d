import type { JsonValue } from '../stepfunctions';
import { isObject } from '../stepfunctions/json';

/** A service of AWS that wants to act on a resource for something of the account. */
export interface ServiceRequest {
  /** `events.amazonaws.com` */
  servicePrincipal: string;
  action: string;
  resource: string;
  sourceArn: string;
  sourceAccount: string;
}

/**
 * Whether a resource's own policy lets a service in. Conditions on the source's ARN and account are understood; any other
 * condition counts as not met.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/access-control-resource-based.html
 */
export function allowsService(policyDocument: string, request: ServiceRequest): boolean {
  const document: unknown = JSON.parse(policyDocument);
  if (!isObject(document)) return false;
  const applying = listOf(document.Statement).filter((statement) => isObject(statement) && applies(statement, request));
  const effects = applying.map((statement) => (isObject(statement) ? statement.Effect : undefined));
  return effects.includes('Allow') && !effects.includes('Deny');
}

function applies(statement: { [name: string]: JsonValue }, request: ServiceRequest): boolean {
  const { Principal, Action, Resource, Condition } = statement;
  const principals = isObject(Principal) ? listOf(Principal.Service) : listOf(Principal);
  return (
    (principals.includes(request.servicePrincipal) || principals.includes('*')) &&
    listOf(Action).some((pattern) => like(request.action, pattern, 'i')) &&
    (Resource === undefined || listOf(Resource).some((pattern) => like(request.resource, pattern))) &&
    (Condition === undefined || (isObject(Condition) && meets(Condition, request)))
  );
}

function meets(condition: { [operator: string]: JsonValue }, request: ServiceRequest): boolean {
  const keys: { [key: string]: string } = {
    'aws:sourcearn': request.sourceArn,
    'aws:sourceaccount': request.sourceAccount,
  };
  return Object.entries(condition).every(
    ([operator, tests]) =>
      /^(Arn|String)(Equals|Like)$/.test(operator) &&
      isObject(tests) &&
      Object.entries(tests).every(([key, patterns]) => {
        const value = keys[key.toLowerCase()];
        return value !== undefined && listOf(patterns).some((pattern) => like(value, pattern));
      }),
  );
}

function like(value: string, pattern: JsonValue, flags = ''): boolean {
  if (typeof pattern !== 'string') return false;
  const source = pattern
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replace(/\*/g, '.*')
    .replace(/\?/g, '.');
  return new RegExp(`^${source}$`, flags).test(value);
}

function listOf(value: JsonValue | undefined): JsonValue[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? value : [value];
}
