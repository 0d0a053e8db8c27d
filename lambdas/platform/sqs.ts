import { SQSClient } from '@aws-sdk/client-sqs';
import { clientSettings } from './client-settings';
import { tracer } from './observability';

/** A queue URL names a queue, not an endpoint: by default the SDK would send to the URL's host and pass `AWS_ENDPOINT_URL` by. */
export const sqs = tracer.captureAWSv3Client(new SQSClient({ ...clientSettings, useQueueUrlAsEndpoint: false }));
