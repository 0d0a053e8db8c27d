import { SFNClient } from '@aws-sdk/client-sfn';
import { clientSettings } from './client-settings';
import { tracer } from './observability';

const { AWS_ENDPOINT_URL, AWS_ENDPOINT_URL_SFN = AWS_ENDPOINT_URL } = process.env;

/**
 * Synchronous executions are started at a host of their own, `sync-states.<region>.amazonaws.com`. The SDK puts `sync-` in front of
 * every other host too: at an endpoint of one's own, such as the local AWS, it must not.
 *
 * @see https://docs.aws.amazon.com/general/latest/gr/step-functions.html
 */
export const sfn = tracer.captureAWSv3Client(
  new SFNClient({ ...clientSettings, disableHostPrefix: AWS_ENDPOINT_URL_SFN !== undefined }),
);
