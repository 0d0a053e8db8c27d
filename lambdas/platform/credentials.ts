/**
 * Credentials of a function: Lambda puts those of its role into the environment. The bundler puts this module in the place of
 * `@aws-sdk/credential-provider-node`, whose other sources (profiles, SSO, containers, instance metadata) no function has: they
 * would be a quarter of each bundle and a third of its import time.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html
 */
export const defaultProvider = () => async () => {
  const {
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: secretAccessKey,
    AWS_SESSION_TOKEN: token,
  } = process.env;
  if (!accessKeyId || !secretAccessKey) {
    throw new Error(
      'AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY are not set: a function takes credentials from nowhere else.',
    );
  }
  return { accessKeyId, secretAccessKey, ...(token && { sessionToken: token }) };
};
