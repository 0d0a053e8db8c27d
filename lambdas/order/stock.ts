import {
  type DynamoDBDocumentClient,
  GetCommand,
  TransactWriteCommand,
  type TransactWriteCommandInput,
} from '@aws-sdk/lib-dynamodb';
import { CorruptRow, isAwsError } from '../platform/errors';
import { pause } from '../platform/pause';
import { OutOfStock, StockContended } from './errors';
import { articleKey, type OrderName, reservationKey } from './keys';
import { advancing } from './order-row';
import { parseReservationRow } from './rows';

/** The tables that a reservation touches. */
export interface StockTables {
  readonly orders: string;
  readonly inventory: string;
}

interface Line {
  readonly sku: string;
  readonly quantity: number;
}

type Writes = NonNullable<TransactWriteCommandInput['TransactItems']>;

const MAX_WRITES = 5;

/**
 * Takes an order's articles from the stock, all or none, and moves the order from `validated` to `reserved`, in one transaction: an
 * order that has left `validated` takes nothing, however often and however late this is called.
 *
 * @returns false when the order is not `validated`
 * @throws OutOfStock naming the articles; StockContended when others wrote the same rows five times
 */
export async function reserveStock(
  client: DynamoDBDocumentClient,
  tables: StockTables,
  order: OrderName,
  items: readonly Line[],
): Promise<boolean> {
  const [ofOrder, ofReservation, ...ofArticles] = await writeTogether(client, order, [
    { Update: advancing(tables.orders, order, ['validated'], 'reserved') },
    {
      Put: {
        TableName: tables.inventory,
        Item: {
          ...reservationKey(order),
          status: 'held',
          items: items.map(({ sku, quantity }) => ({ sku, quantity })),
          at: new Date().toISOString(),
        },
        ConditionExpression: 'attribute_not_exists(pk)',
      },
    },
    ...items.map((item) => stockChange(tables.inventory, order, item.sku, -item.quantity)),
  ]);
  if (ofOrder === FAILED) return false;
  if (ofReservation === FAILED) {
    throw new CorruptRow(
      `order ${order.orderId} is validated, and has a reservation: somebody else wrote one of the rows`,
    );
  }
  const missing = items.filter((_, index) => ofArticles[index] === FAILED).map(({ sku }) => sku);
  if (missing.length > 0) throw new OutOfStock(order, missing);
  return true;
}

/**
 * Gives back what an order took, once. An order that is being undone takes nothing any more, so that what is not there now will
 * not come.
 *
 * @throws CorruptRow when the row of an article is gone; StockContended when others wrote the same rows five times
 */
export async function releaseStock(
  client: DynamoDBDocumentClient,
  { inventory }: StockTables,
  order: OrderName,
): Promise<void> {
  const Key = reservationKey(order);
  const { Item } = await client.send(new GetCommand({ TableName: inventory, Key, ConsistentRead: true }));
  if (Item === undefined) return;
  const { status, items } = parseReservationRow(Item);
  if (status === 'released') return;
  const [ofReservation, ...ofArticles] = await writeTogether(client, order, [
    {
      Update: {
        TableName: inventory,
        Key,
        UpdateExpression: 'SET #status = :released',
        ConditionExpression: '#status = :held',
        ExpressionAttributeNames: { '#status': 'status' },
        ExpressionAttributeValues: { ':released': 'released', ':held': 'held' },
      },
    },
    ...items.map(({ sku, quantity }) => stockChange(inventory, order, sku, quantity)),
  ]);
  if (ofReservation === FAILED) return;
  const gone = items.filter((_, index) => ofArticles[index] === FAILED).map(({ sku }) => sku);
  if (gone.length === 0) return;
  throw new CorruptRow(
    `${gone.join(', ')} of tenant ${order.tenantCode} left the catalogue while order ${order.orderId} held stock of it. ` +
      'Put the row back with a stock of 0, then redrive the execution.',
  );
}

const FAILED = 'ConditionalCheckFailed';

/** Less needs that there is enough; more needs the row. */
function stockChange(TableName: string, { tenantCode }: OrderName, sku: string, change: number): Writes[number] {
  return {
    Update: {
      TableName,
      Key: articleKey(tenantCode, sku),
      UpdateExpression: 'SET #stock = #stock + :change',
      ConditionExpression: '#stock >= :least',
      ExpressionAttributeNames: { '#stock': 'stock' },
      ExpressionAttributeValues: { ':change': change, ':least': Math.max(0, -change) },
    },
  };
}

/**
 * Writes all or nothing, again where others wrote the same rows in the same moment.
 *
 * @returns why each write was refused, by position; empty when all were done
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/transaction-apis.html#transaction-conflict-handling
 */
async function writeTogether(
  client: DynamoDBDocumentClient,
  order: OrderName,
  TransactItems: Writes,
): Promise<readonly (string | undefined)[]> {
  for (let write = 1; ; write++) {
    try {
      await client.send(new TransactWriteCommand({ TransactItems }));
      return [];
    } catch (error) {
      const reasons = refusals(error);
      if (reasons.includes(FAILED)) return reasons;
      if (!reasons.includes('TransactionConflict')) throw error;
      if (write === MAX_WRITES) {
        throw new StockContended(`order ${order.orderId} met others on the stock of its articles ${write} times`);
      }
    }
    await pause(50 * 2 ** write);
  }
}

function refusals(error: unknown): readonly (string | undefined)[] {
  if (!isAwsError(error, 'TransactionCanceledException')) return [];
  const { CancellationReasons = [] } = error as { CancellationReasons?: { Code?: string }[] };
  return CancellationReasons.map(({ Code }) => Code);
}
