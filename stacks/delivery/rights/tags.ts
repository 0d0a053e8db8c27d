import type { EnvironmentArns } from '../environment-arns';

/** Asks that a resource bears the tags of the environment. */
export function taggedAs({ env }: EnvironmentArns) {
  return { StringEquals: { 'aws:ResourceTag/Environment': env.name, 'aws:ResourceTag/Application': env.app } };
}

/** Asks that a request gives the tags of the environment. */
export function requestedTags({ env }: EnvironmentArns) {
  return { StringEquals: { 'aws:RequestTag/Environment': env.name, 'aws:RequestTag/Application': env.app } };
}

/**
 * Asks that a resource bears no environment: it is being made, and its tags count some minutes later, or it is somebody else's, who
 * gives it none.
 *
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/tag-authorization.html
 */
export const WITHOUT_ENVIRONMENT = { Null: { 'aws:ResourceTag/Environment': 'true' } };
