import { type DynamoDBDocumentClient, GetCommand, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { ifConditionHolds } from '../platform/conditions';
import { CorruptRow } from '../platform/errors';
import { type OrderName, paymentKey } from './keys';
import { type PaymentRow, parsePaymentRow } from './rows';

/** A token that is declined, for tests and trials. */
export const DECLINED_TOKEN = 'tok_declined';

/**
 * Takes payments and gives them back. **This is a stand-in**: rows of the table `payments` in place of a provider, and no money moves.
 * A fork calls its provider in these two functions. The workflow relies on what they promise, and nothing else:
 *
 * - `take` under the same order takes once; a repeat answers what the first call did. Providers call it an idempotency key.
 * - `refund` under the same order gives back once, and from then on `take` takes nothing for the order, even if it was never called
 *   before: a call that was on its way while the order was undone must not take money. A provider has it as an intent that is made
 *   first, and cancelled.
 * - Neither sees a card: the caller's browser gave it to the provider for a token.
 */
export class PaymentProvider {
  constructor(
    private readonly client: DynamoDBDocumentClient,
    private readonly table: string,
  ) {}

  /**
   * @param amount in the smallest unit of the currency
   * @returns what has become of the order's payment: `cancelled` and `refunded` when the order was undone before
   */
  async take(order: OrderName, amount: number, token: string): Promise<PaymentRow['status']> {
    const status = token === DECLINED_TOKEN ? 'declined' : 'taken';
    if (await this.first(order, { status, amount })) return status;
    const read = new GetCommand({ TableName: this.table, Key: paymentKey(order), ConsistentRead: true });
    const { Item } = await this.client.send(read);
    if (Item === undefined) throw new CorruptRow(`the payment of order ${order.orderId} was deleted while it was made`);
    return parsePaymentRow(Item).status;
  }

  /** Gives back what was taken, if anything was. */
  async refund(order: OrderName): Promise<void> {
    if (await this.first(order, { status: 'cancelled' })) return;
    const refund = new UpdateCommand({
      TableName: this.table,
      Key: paymentKey(order),
      UpdateExpression: 'SET #status = :refunded, #refundedAt = :now',
      ConditionExpression: '#status = :taken',
      ExpressionAttributeNames: { '#status': 'status', '#refundedAt': 'refundedAt' },
      ExpressionAttributeValues: { ':refunded': 'refunded', ':taken': 'taken', ':now': new Date().toISOString() },
    });
    await ifConditionHolds(this.client.send(refund));
  }

  /** Writes the payment's row unless there is one. */
  private async first(order: OrderName, payment: PaymentRow & { amount?: number }): Promise<boolean> {
    const put = new PutCommand({
      TableName: this.table,
      Item: { ...paymentKey(order), ...payment, at: new Date().toISOString() },
      ConditionExpression: 'attribute_not_exists(pk)',
    });
    return (await ifConditionHolds(this.client.send(put))) !== undefined;
  }
}
