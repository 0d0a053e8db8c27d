import { type DynamoDBDocumentClient, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { ifConditionHolds } from '../platform/conditions';
import { ApprovalAmbiguous } from './errors';
import { approvalKey, OPEN } from './keys';
import { type ApprovalRow, parseApprovalRow, readApproval } from './rows';

/** A request as its first attempt makes it. */
export interface NewApproval
  extends Pick<
    ApprovalRow,
    | 'id'
    | 'tenantCode'
    | 'requestId'
    | 'executionArn'
    | 'redrives'
    | 'stateName'
    | 'subject'
    | 'details'
    | 'approvers'
    | 'requestedAt'
    | 'expiresAt'
  > {
  readonly dueAt: string;
  /** Epoch seconds after which DynamoDB removes the row. */
  readonly ttl: number;
}

/**
 * Leaves the token of an attempt on the request's row, which the first attempt makes. Storing the token and seeing whether the
 * request is decided are one update of one item, and so are deciding and seeing the token: whichever comes second sees the other,
 * and no answer is lost.
 *
 * @param turn of the attempt: an earlier one that comes late does not displace the token of a newer one
 * @returns the row as it stands now, or undefined when a newer attempt has left its token
 * @throws ApprovalAmbiguous when another Task waits for the answer to this request
 */
export async function storeRequest(
  client: DynamoDBDocumentClient,
  table: string,
  request: NewApproval,
  { taskToken, turn }: { readonly taskToken: string; readonly turn: number },
): Promise<ApprovalRow | undefined> {
  const once = Object.entries({ ...request, open: OPEN, status: 'open' }).filter(([, value]) => value !== undefined);
  const stored = await ifConditionHolds(
    client.send(
      new UpdateCommand({
        TableName: table,
        Key: approvalKey(request.id),
        UpdateExpression: `SET #taskToken = :taskToken, #turn = :turn, ${once
          .map(([name]) => `#${name} = if_not_exists(#${name}, :${name})`)
          .join(', ')}`,
        ConditionExpression:
          'attribute_not_exists(#turn) OR #turn < :turn OR ' +
          '(#turn = :turn AND (attribute_not_exists(#taskToken) OR #taskToken = :taskToken))',
        ExpressionAttributeNames: {
          '#taskToken': 'taskToken',
          '#turn': 'turn',
          ...Object.fromEntries(once.map(([name]) => [`#${name}`, name])),
        },
        ExpressionAttributeValues: {
          ':taskToken': taskToken,
          ':turn': turn,
          ...Object.fromEntries(once.map(([name, value]) => [`:${name}`, value])),
        },
        ReturnValues: 'ALL_NEW',
      }),
    ),
  );
  if (stored?.Attributes) return parseApprovalRow(stored.Attributes);
  const waiting = await readApproval(client, table, request.id);
  // The same attempt, delivered twice, has the same token.
  if (waiting?.turn === turn) throw new ApprovalAmbiguous(request.stateName);
  return undefined;
}

/** Notes that every approver has been mailed, so that a retry of the Task mails nobody again. */
export async function noteMailed(
  client: DynamoDBDocumentClient,
  table: string,
  id: string,
  mailedAt: string,
): Promise<void> {
  await ifConditionHolds(
    client.send(
      new UpdateCommand({
        TableName: table,
        Key: approvalKey(id),
        UpdateExpression: 'SET #mailedAt = :mailedAt',
        ConditionExpression: 'attribute_exists(pk)',
        ExpressionAttributeNames: { '#mailedAt': 'mailedAt' },
        ExpressionAttributeValues: { ':mailedAt': mailedAt },
      }),
    ),
  );
}
