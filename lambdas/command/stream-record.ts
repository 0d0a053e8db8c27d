import type { DynamoDBRecord } from 'aws-lambda';
import * as z from 'zod/mini';
import { describeIssues } from '../platform/issues';
import { type CommandKey, parseVersionKey } from './keys';

const text = z.object({ S: z.string().check(z.minLength(1)) });

/** What the key of an execution is made from, as DynamoDB writes it. The body passes by unread. */
const image = z.object({
  pk: text,
  sk: text,
  entitySk: text,
  version: z.object({ N: z.string().check(z.regex(/^\d+$/)) }),
  commandId: text,
  entityType: text,
  tenantCode: text,
  context: z.object({ M: z.object({ requestId: text }) }),
});

/**
 * The key of the command that a stream record announces, or why it can't be read.
 *
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_streams_StreamRecord.html
 */
export function readRecord(record: DynamoDBRecord): { key: CommandKey } | { reason: string } {
  const parsed = image.safeParse(record.dynamodb?.NewImage);
  if (!parsed.success) return { reason: `NewImage: ${describeIssues(parsed.error)}` };
  const row = parsed.data;
  const version = Number(row.version.N);
  const named = parseVersionKey(row.sk.S);
  if (named === undefined || named.sk !== row.entitySk.S || named.version !== version) {
    return { reason: `sk "${row.sk.S}" is not "${row.entitySk.S}@" and version ${version} in ten digits` };
  }
  return {
    key: {
      pk: row.pk.S,
      sk: row.entitySk.S,
      version,
      commandId: row.commandId.S,
      entityType: row.entityType.S,
      tenantCode: row.tenantCode.S,
      requestId: row.context.M.requestId.S,
    },
  };
}
