import { type DynamoDBDocumentClient, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { ifConditionHolds } from '../platform/conditions';
import { type CommandKey, versionKey } from './keys';
import type { CommandHead, Failure, Skip } from './rows';
import { keyOf } from './rows';

/**
 * Which execution of a command counts is written on its row *before* that execution is started or redriven: `attempt` (its name)
 * and `redrives` (how often it was resumed). A row says `failed` only while that run has ended. So at most one run of a command
 * is alive, a late event of an earlier run is told by its smaller numbers, and when the caller dies between the row and the
 * call, whoever comes next sees from the row what is still to be called.
 */
interface Attempt {
  attempt: number;
  redrives: number;
}

/**
 * Records that the run ended without settling the command. False when it does not count: the command is settled, is another
 * one, or has gone on to a later run; or when the failure was known.
 */
export async function recordFailure(
  client: DynamoDBDocumentClient,
  table: string,
  key: CommandKey,
  run: Attempt,
  failure: Failure,
): Promise<boolean> {
  const written = await ifConditionHolds(
    client.send(
      new UpdateCommand({
        TableName: table,
        Key: { pk: key.pk, sk: versionKey(key.sk, key.version) },
        UpdateExpression: 'SET #status = :failed, #failure = :failure, #redrives = :redrives',
        ConditionExpression: [
          '#commandId = :commandId',
          '#status IN (:accepted, :failed)',
          sameAttempt(run.attempt),
          '(attribute_not_exists(#redrives) OR #redrives <= :redrives)',
        ].join(' AND '),
        ExpressionAttributeNames: {
          '#status': 'status',
          '#failure': 'failure',
          '#redrives': 'redrives',
          '#commandId': 'commandId',
          '#attempt': 'attempt',
        },
        ExpressionAttributeValues: {
          ':failed': 'failed',
          ':accepted': 'accepted',
          ':failure': failure,
          ':redrives': run.redrives,
          ':commandId': key.commandId,
          ':attempt': run.attempt,
        },
        ReturnValues: 'UPDATED_OLD',
      }),
    ),
  );
  return written !== undefined && written.Attributes?.status !== 'failed';
}

/** Announces redrive number `redrives` of the failed run; undefined when the row has changed since it was read. */
export function announceRedrive(
  client: DynamoDBDocumentClient,
  table: string,
  row: CommandHead,
  redrives: number,
): Promise<CommandHead | undefined> {
  return announce(client, table, row, { attempt: row.attempt, redrives }, row.skip);
}

/** Announces the next attempt, under a name of its own; undefined when the row has changed since it was read. */
export function announceAttempt(
  client: DynamoDBDocumentClient,
  table: string,
  row: CommandHead,
  skip?: Skip,
): Promise<CommandHead | undefined> {
  return announce(client, table, row, { attempt: row.attempt + 1, redrives: 0 }, skip ?? row.skip);
}

async function announce(
  client: DynamoDBDocumentClient,
  table: string,
  row: CommandHead,
  run: Attempt,
  skip: Skip | undefined,
): Promise<CommandHead | undefined> {
  const key = keyOf(row);
  const written = await ifConditionHolds(
    client.send(
      new UpdateCommand({
        TableName: table,
        Key: { pk: key.pk, sk: versionKey(key.sk, key.version) },
        UpdateExpression: `SET #status = :accepted, #attempt = :next, #redrives = :redrives${skip ? ', #skip = :skip' : ''}`,
        ConditionExpression: [
          '#commandId = :commandId',
          '#status = :seen',
          sameAttempt(row.attempt),
          `(${row.redrives === 0 ? 'attribute_not_exists(#redrives) OR ' : ''}#redrives = :seenRedrives)`,
        ].join(' AND '),
        ExpressionAttributeNames: {
          '#status': 'status',
          '#attempt': 'attempt',
          '#redrives': 'redrives',
          '#commandId': 'commandId',
          ...(skip && { '#skip': 'skip' }),
        },
        ExpressionAttributeValues: {
          ':accepted': 'accepted',
          ':next': run.attempt,
          ':redrives': run.redrives,
          ':commandId': key.commandId,
          ':seen': row.status,
          ':attempt': row.attempt,
          ':seenRedrives': row.redrives,
          ...(skip && { ':skip': skip }),
        },
      }),
    ),
  );
  return written && { ...row, ...run, status: 'accepted', ...(skip && { skip }) };
}

/** The first attempt stands on no row. */
function sameAttempt(attempt: number): string {
  return attempt === 1 ? '(attribute_not_exists(#attempt) OR #attempt = :attempt)' : '#attempt = :attempt';
}
