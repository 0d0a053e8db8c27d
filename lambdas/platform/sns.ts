import { SNSClient } from '@aws-sdk/client-sns';
import { clientSettings } from './client-settings';
import { tracer } from './observability';

export const sns = tracer.captureAWSv3Client(new SNSClient(clientSettings));
