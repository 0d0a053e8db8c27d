import '../../fakes/environment';

/** Variables of the functions of this workflow under test. Import this first: handlers read their environment while they load. */
const variables = {
  IMAGES_BUCKET: 'images-bucket',
  MACHINES_ARN: 'arn:aws:states:ap-northeast-1:000000000000:stateMachine:test-blueprint-',
};
Object.assign(process.env, variables);

export const { MACHINES_ARN } = variables;
