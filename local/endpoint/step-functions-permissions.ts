import { type ConditionKeys, iamResource, type JsonObject } from '../stepfunctions';
import { isObject } from '../stepfunctions/json';
import type { TaskTokens } from './task-tokens';

/** An action of IAM, the ARN that it has to be allowed for, and the keys that policies may ask for. */
export interface Permission {
  action: string;
  resource: string;
  context?: ConditionKeys;
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
  const arn = resourceOf(operation, input, surroundings);
  if (arn === undefined) return [];
  const on = iamResource(arn);
  const needed = [{ action: `states:${operation}`, ...on }];
  // What a connection adds to an HTTP request may be seen by few.
  if (operation === 'TestState' && input.revealSecrets === true) needed.push({ action: 'states:RevealSecrets', ...on });
  if (input.publish === true && /^(Create|Update)StateMachine$/.test(operation)) {
    needed.push({ action: 'states:PublishStateMachineVersion', ...on });
  }
  return needed;
}

/** Members whose ARN is what the operation touches. */
const ARNS = ['executionArn', 'resourceArn', 'mapRunArn', 'activityArn'];
const QUALIFIED_ARNS = ['stateMachineArn', 'stateMachineVersionArn', 'stateMachineAliasArn'];

function resourceOf(operation: string, input: JsonObject, surroundings: RequestSurroundings): string | undefined {
  const { taskToken, name, routingConfiguration } = input;
  if (typeof taskToken === 'string') return surroundings.taskTokens.resourceOf(taskToken);
  for (const field of QUALIFIED_ARNS) {
    const value = input[field];
    // A test case of the mock configuration may follow the ARN.
    if (typeof value === 'string') return value.replace(/#.*$/, '');
  }
  for (const field of ARNS) {
    const value = input[field];
    if (typeof value === 'string') return value;
  }
  const [route] = Array.isArray(routingConfiguration) ? routingConfiguration : [];
  if (isObject(route) && typeof route.stateMachineVersionArn === 'string') {
    return iamResource(route.stateMachineVersionArn).resource;
  }
  const type = operation === 'CreateActivity' ? 'activity' : 'stateMachine';
  const { region, accountId } = surroundings;
  return typeof name === 'string' ? `arn:aws:states:${region}:${accountId}:${type}:${name}` : '*';
}
