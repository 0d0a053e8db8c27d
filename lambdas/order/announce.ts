import { PublishCommand, type SNSClient } from '@aws-sdk/client-sns';
import type { OrderName } from './keys';
import type { FinalStatus } from './statuses';

/**
 * Tells other systems how an order has ended: the message that the state `PublishToSNS` sends. It may come twice; its receivers
 * know an order by its id.
 *
 * @see https://docs.aws.amazon.com/sns/latest/dg/sns-message-filtering.html
 */
export async function announceOrder(
  client: SNSClient,
  topicArn: string,
  { tenantCode, orderId }: OrderName,
  status: FinalStatus,
): Promise<void> {
  const text = (StringValue: string) => ({ DataType: 'String', StringValue });
  await client.send(
    new PublishCommand({
      TopicArn: topicArn,
      Message: JSON.stringify({ tenantCode, orderId, status }),
      MessageAttributes: { audience: text('systems'), tenant: text(tenantCode), status: text(status) },
    }),
  );
}
