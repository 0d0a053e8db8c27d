import { type DynamoDBDocumentClient, GetCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod/mini';
import { callerContext } from '../platform/caller-context';
import { ifConditionHolds } from '../platform/conditions';
import { dynamodb } from '../platform/dynamodb';
import { requestKey } from '../platform/http/request-key';
import { describeIssues } from '../platform/issues';
import { CorruptImport } from './errors';
import { jobIdOf, processingMode } from './job';
import type { ImportRequest } from './request';

const upload = z.object({
  /** Of the object: it tells tenant and table. */
  key: z.string(),
  tableName: z.string(),
  mode: processingMode,
  context: callerContext,
  /** ISO 8601. */
  createdAt: z.string(),
  /** The import that its file has become. */
  jobId: z.optional(z.string()),
});

/** A file that somebody has announced: the row that remembers the request tells the rest. It outlives the request's URL. */
export type Upload = z.infer<typeof upload>;

/** @throws CorruptImport naming the attribute that is not as this project writes it */
export function parseUpload(uploadId: string, row: Record<string, unknown>): Upload {
  const parsed = upload.safeParse(row);
  if (parsed.success) return parsed.data;
  throw new CorruptImport(`upload ${uploadId}: ${describeIssues(parsed.error)}`);
}

/** Read consistently; undefined when nobody of this tenant has announced it, or it has expired. */
export async function readUpload(
  client: DynamoDBDocumentClient,
  table: string,
  tenantCode: string,
  uploadId: string,
): Promise<Upload | undefined> {
  const { Item } = await client.send(
    new GetCommand({ TableName: table, Key: requestKey(uploadId), ConsistentRead: true }),
  );
  const found = Item && parseUpload(uploadId, Item);
  return found?.context.tenantCode === tenantCode ? found : undefined;
}

/**
 * The request for a file that was dropped, as it was announced: in the name of the caller, and read the way he asked for. The upload's
 * row learns which import its file becomes. A file that nobody has announced is imported as any other.
 */
export async function asAnnounced(
  { importTmp, bucket }: { importTmp: string; bucket: string },
  request: ImportRequest,
): Promise<ImportRequest> {
  const { key, versionId, tableName, uploadId } = request;
  if (uploadId === undefined || versionId === undefined) return request;
  const linked = await ifConditionHolds(
    dynamodb.send(
      new UpdateCommand({
        TableName: importTmp,
        Key: requestKey(uploadId),
        UpdateExpression: 'SET #jobId = :jobId',
        ConditionExpression: '#key = :key',
        ExpressionAttributeNames: { '#jobId': 'jobId', '#key': 'key' },
        ExpressionAttributeValues: { ':jobId': jobIdOf({ bucket, key, versionId }, tableName), ':key': key },
        ReturnValues: 'ALL_NEW',
      }),
    ),
  );
  if (linked === undefined) return request;
  const announced = parseUpload(uploadId, linked.Attributes ?? {});
  return { ...request, mode: announced.mode, context: announced.context };
}
