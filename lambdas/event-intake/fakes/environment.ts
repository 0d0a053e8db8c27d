import '../../fakes/environment';

/** Variables of this workflow's function under test. Import this first. */
const variables = {
  MACHINES_ARN: 'arn:aws:states:ap-northeast-1:000000000000:stateMachine:test-blueprint-',
  TENANT_CLAIM: 'tenant',
};
Object.assign(process.env, variables);

export const { MACHINES_ARN } = variables;
