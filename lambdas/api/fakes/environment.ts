import '../../fakes/environment';

/** Variables of the API's function under test, beside those of every function. */
const variables = {
  ASSETS_BUCKET: 'assets-bucket',
  OPENAPI_KEY: 'api/openapi.json',
  MACHINES_ARN: 'arn:aws:states:ap-northeast-1:000000000000:stateMachine:test-blueprint-',
};
Object.assign(process.env, variables);

export const { MACHINES_ARN, OPENAPI_KEY } = variables;
