import type { JsonObject } from '../stepfunctions';
import { isObject } from '../stepfunctions/json';
import type { TaskTokens } from './task-tokens';

/** An action of IAM, and the ARN that it has to be allowed for. */
export interface Permission {
  action: string;
  resource: string;
}

/** What the names in requests are made ARNs with, and the tokens that were given out. */
export interface RequestSurroundings {
  region: string;
  accountId: string;
  taskTokens: Pick<TaskTokens, 'resourceOf'>;
}

/**
 * The permissions that the caller of an operation needs. None for an unknown task token: it opens nothing, and the engine
 * says so.
 *
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsstepfunctions.html
 */
export function permissionsOf(operation: string, input: JsonObject, surroundings: RequestSurroundings): Permission[] {
  const resource = resourceOf(operation, input, surroundings);
  if (resource === undefined) return [];
  const needed = [{ action: `states:${operation}`, resource }];
  // What a connection adds to an HTTP request may be seen by few.
  if (operation === 'TestState' && input.revealSecrets === true)
    needed.push({ action: 'states:RevealSecrets', resource });
  if (input.publish === true && /^(Create|Update)StateMachine$/.test(operation)) {
    needed.push({ action: 'states:PublishStateMachineVersion', resource });
  }
  return needed;
}

/** Members whose ARN is what the operation touches. */
const ARNS = ['executionArn', 'resourceArn', 'mapRunArn', 'activityArn'];
/** Permissions for versions and aliases are those for their state machine. @see https://docs.aws.amazon.com/step-functions/latest/dg/auth-version-alias.html */
const QUALIFIED_ARNS = ['stateMachineArn', 'stateMachineVersionArn', 'stateMachineAliasArn'];

function resourceOf(operation: string, input: JsonObject, surroundings: RequestSurroundings): string | undefined {
  const { taskToken, name, routingConfiguration } = input;
  if (typeof taskToken === 'string') return surroundings.taskTokens.resourceOf(taskToken);
  for (const field of QUALIFIED_ARNS) {
    const value = input[field];
    // A test case of the mock configuration may follow the ARN.
    if (typeof value === 'string') return unqualified(value.replace(/#.*$/, ''));
  }
  for (const field of ARNS) {
    const value = input[field];
    if (typeof value === 'string') return value;
  }
  const [route] = Array.isArray(routingConfiguration) ? routingConfiguration : [];
  if (isObject(route) && typeof route.stateMachineVersionArn === 'string') {
    return unqualified(route.stateMachineVersionArn);
  }
  const type = operation === 'CreateActivity' ? 'activity' : 'stateMachine';
  const { region, accountId } = surroundings;
  return typeof name === 'string' ? `arn:aws:states:${region}:${accountId}:${type}:${name}` : '*';
}

/** `arn:…:stateMachine:<name>` of `arn:…:stateMachine:<name>:<version or alias>`. */
const unqualified = (arn: string) => arn.split(':').slice(0, 7).join(':');
