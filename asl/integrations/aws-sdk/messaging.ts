import type { Integrations } from '../integration';
import { eventBuses, onEventBuses, queue, topic } from '../messaging';
import { onResource } from '../on-resource';

const reference = 'https://docs.aws.amazon.com/service-authorization/latest/reference';
const patterns = ['waitForTaskToken'] as const;

/**
 * Queues, topics, event buses and streams through the SDK.
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/supported-services-awssdk.html
 */
export const messagingSdk = {
  'aws-sdk:sqs:sendMessageBatch': {
    patterns,
    page: `${reference}/list_amazonsqs.html`,
    arguments: { QueueUrl: 'identifier', Entries: 'list' },
    permissions: onResource('sqs:SendMessage', 'QueueUrl', queue),
  },
  'aws-sdk:sqs:getQueueAttributes': {
    patterns,
    page: `${reference}/list_amazonsqs.html`,
    arguments: { QueueUrl: 'identifier', AttributeNames: 'list?' },
    permissions: onResource('sqs:GetQueueAttributes', 'QueueUrl', queue),
  },
  'aws-sdk:sns:publishBatch': {
    patterns,
    page: `${reference}/list_amazonsns.html`,
    arguments: { TopicArn: 'identifier', PublishBatchRequestEntries: 'list' },
    permissions: onResource('sns:Publish', 'TopicArn', topic),
  },
  'aws-sdk:eventbridge:putEvents': {
    patterns,
    page: `${reference}/list_amazoneventbridge.html`,
    arguments: { Entries: 'list' },
    nestedIdentifiers: eventBuses,
    permissions: onEventBuses,
  },
  'aws-sdk:kinesis:putRecord': {
    patterns,
    page: `${reference}/list_amazonkinesisdatastreams.html`,
    arguments: { StreamName: 'identifier', Data: 'json', PartitionKey: 'text', ExplicitHashKey: 'text?' },
    permissions: onResource('kinesis:PutRecord', 'StreamName', {
      service: 'kinesis',
      resource: (name) => `stream/${name}`,
      token: 'name',
    }),
  },
  'aws-sdk:firehose:putRecord': {
    patterns,
    page: `${reference}/list_amazonkinesisfirehose.html`,
    arguments: { DeliveryStreamName: 'identifier', Record: 'object' },
    permissions: onResource('firehose:PutRecord', 'DeliveryStreamName', {
      service: 'firehose',
      resource: (name) => `deliverystream/${name}`,
      token: 'name',
    }),
  },
} as const satisfies Integrations;
