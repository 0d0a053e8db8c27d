/** Keys of the request that a policy's conditions may ask for. */
export interface ConditionKeys {
  readonly [key: string]: string;
}

/** What IAM is asked about, and the keys that it is told. */
export interface IamResource {
  resource: string;
  context?: ConditionKeys;
}

/**
 * What IAM knows an ARN by: versions and aliases by the ARN of their state machine, and which one it is by a condition key.
 *
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/auth-version-alias.html
 */
export function iamResource(arn: string): IamResource {
  const [, , service, , , type, , qualifier] = arn.split(':');
  if (service !== 'states' || type !== 'stateMachine' || qualifier === undefined) return { resource: arn };
  return { resource: arn.split(':', 7).join(':'), context: { 'states:StateMachineQualifier': qualifier } };
}
