import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { clientSettings } from './client-settings';
import { tracer } from './observability';

/** DynamoDB with plain JavaScript values; optional fields of an entity that are undefined are left out of the row. */
export const dynamodb = DynamoDBDocumentClient.from(tracer.captureAWSv3Client(new DynamoDBClient(clientSettings)), {
  marshallOptions: { removeUndefinedValues: true },
});
