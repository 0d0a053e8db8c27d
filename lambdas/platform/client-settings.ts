/**
 * Bounds of every AWS call: one second to connect, five for an answer. How often a call is repeated stays with the SDK's
 * standard mode (three attempts), so that `AWS_MAX_ATTEMPTS` and `AWS_RETRY_MODE` keep their meaning; the endpoint follows
 * `AWS_ENDPOINT_URL` in the same way.
 *
 * @see https://docs.aws.amazon.com/sdkref/latest/guide/feature-retry-behavior.html
 */
export const clientSettings = {
  requestHandler: { connectionTimeout: 1_000, requestTimeout: 5_000, throwOnRequestTimeout: true },
};
