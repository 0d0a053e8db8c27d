import { dynamodb } from '../platform/dynamodb';
import { environment } from '../platform/environment';
import { stepFunctionsHandler } from '../platform/step-functions-handler';
import { OrderSettled, PaymentFailed } from './errors';
import { orderInput } from './input';
import { orderLogKeys } from './keys';
import { advanceOrder, readOrder } from './order-row';
import { PaymentProvider } from './payment-provider';

const env = environment('order/process-payment', ['ORDERS_TABLE', 'PAYMENTS_TABLE']);
const provider = new PaymentProvider(dynamodb, env.PAYMENTS_TABLE);

/**
 * State `ProcessPayment`: takes the payment, then writes on the order that it is paid. Who dies between the two is repeated, and the
 * provider answers the repeat without taking anything.
 *
 * @throws PaymentFailed when the payment is declined; OrderMissing; OrderSettled when the order is being undone
 */
export const handler = stepFunctionsHandler({
  input: orderInput,
  keys: orderLogKeys,
  async run({ input }): Promise<{ paid: true }> {
    const { status, amount, paymentToken } = await readOrder(dynamodb, env.ORDERS_TABLE, input);
    if (status === 'paid') return { paid: true };
    if ((status !== 'reserved' && status !== 'approved') || amount === undefined) throw new OrderSettled(input, status);
    const payment = await provider.take(input, amount, paymentToken);
    if (payment === 'declined') throw new PaymentFailed(input);
    if (payment !== 'taken') throw new OrderSettled(input, 'cancelling');
    const paidAt = new Date().toISOString();
    if (await advanceOrder(dynamodb, env.ORDERS_TABLE, input, ['reserved', 'approved'], 'paid', { paidAt })) {
      return { paid: true };
    }
    const now = await readOrder(dynamodb, env.ORDERS_TABLE, input);
    // Whoever undoes the order gives back what was taken just now.
    if (now.status !== 'paid') throw new OrderSettled(input, now.status);
    return { paid: true };
  },
});
