import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { pause } from '../platform/pause';
import type { OrderName } from './keys';
import { readOrder } from './order-row';
import type { OrderRow } from './rows';
import { isFinal } from './statuses';

const WAIT_MS = 2_000;
const BETWEEN_READS_MS = 150;

/**
 * Reads an order consistently, and for a short while again until it has come to a version: so that who was told of a version finds it.
 * An order at its end has no further one, and is not waited for.
 *
 * @returns the order as it is at the end of the wait, with the version or without it
 * @throws OrderMissing
 */
export async function readVersion(
  client: DynamoDBDocumentClient,
  table: string,
  order: OrderName,
  version: number,
): Promise<OrderRow> {
  const until = Date.now() + WAIT_MS;
  for (;;) {
    const row = await readOrder(client, table, order);
    if (row.version >= version || isFinal(row.status) || Date.now() >= until) return row;
    await pause(BETWEEN_READS_MS);
  }
}
