import { SSMClient } from '@aws-sdk/client-ssm';
import { clientSettings } from './client-settings';
import { tracer } from './observability';

export const ssm = tracer.captureAWSv3Client(new SSMClient(clientSettings));
