import { workflow } from '@blueprint/asl';
import { SCHEMA_VERSION } from '@blueprint/lambdas/order/input';
import { approvalTask } from '../approval/task';
import { type FunctionArn, lambdaTasks } from '../constructs/lambda-task';
import { messages } from './messages';
import { advanceOrder, CONDITION_FAILED } from './order-row';

/** Names of the order handlers' errors that come again however often a state is retried. */
export const UNMENDABLE_ERRORS = [
  'CorruptRow',
  'InvalidEnvironment',
  'InvalidEvent',
  'OrderMissing',
  'OrderRejected',
  'OrderSettled',
  'OutOfStock',
  'PaymentFailed',
];

/** Seconds that an order has beside its wait for approval. */
const WORK_SECONDS = 3_600;

export interface OrderProps {
  readonly functionArn: FunctionArn;
  /** ARN of the function `approval/request`. */
  readonly approvalArn: string;
  /** An order of more than this amount, in the smallest unit of the currency, waits for a person. */
  readonly approvalAbove: number;
  /** Seconds that it waits at the most. */
  readonly approvalSeconds: number;
  /** Name of the orders' table. */
  readonly table: string;
  readonly topicArn: string;
}

/** The longest that an execution runs, in seconds. */
export function orderSeconds({ approvalSeconds }: Pick<OrderProps, 'approvalSeconds'>): number {
  return approvalSeconds + WORK_SECONDS;
}

/** What a Catch hands on: the order, how it is to end, and what was caught. */
function caught(outcome: string) {
  const error = "'error': $states.errorOutput.Error, 'cause': $states.errorOutput.Cause";
  return `{% $merge([$states.input, {'outcome': '${outcome}', ${error}}]) %}` as const;
}

/**
 * Fulfils an order, or undoes what was done for it. Input: the order's key and lines; its row is there, and `accepted`.
 *
 * It is a saga. Up to `SaveToDynamoDB` each step can be undone, and `RefundOrder` undoes them all, in reverse. `SaveToDynamoDB` is
 * where it is decided: `confirmed` and `cancelling` are written under conditions on the same row, so that one of them comes to be.
 * After it comes only what can be repeated until it succeeds: an execution that fails there is redriven, and resumes there.
 *
 * A Catch stands where there is another way to go on. Of any other failure, of timeouts and of StopExecution, `order/settle` is told,
 * and undoes the order in the same way.
 */
export function order(props: OrderProps) {
  const { lambda } = lambdaTasks(props.functionArn, UNMENDABLE_ERRORS);
  const approval = approvalTask({ functionArn: props.approvalArn, timeoutSeconds: props.approvalSeconds });
  const { event, letter } = messages(props.topicArn);
  return workflow({
    Comment: 'Fulfils one order, or undoes what was done for it',
    QueryLanguage: 'JSONata',
    TimeoutSeconds: orderSeconds(props),
    StartAt: 'CheckInput',
    States: {
      // Before any function: what has no key can't be looked up, and takes no retries to find that out.
      CheckInput: {
        Type: 'Choice',
        Choices: [
          {
            Condition: `{% $states.input.schemaVersion in [1..${SCHEMA_VERSION}] and $type($states.input.tenantCode) = 'string' and $type($states.input.orderId) = 'string' %}`,
            Next: 'ValidateOrder',
          },
        ],
        Default: 'ErrorState',
      },
      ValidateOrder: {
        ...lambda('order/validate-order'),
        Catch: [{ ErrorEquals: ['OrderRejected'], Output: caught('rejected'), Next: 'RefundOrder' }],
        Next: 'CheckInventory',
      },
      CheckInventory: {
        Type: 'Choice',
        Choices: [
          { Condition: '{% $states.input.inventory.inStock = true %}', Next: 'ProcessOrder' },
          { Condition: '{% $states.input.inventory.inStock = false %}', Next: 'BackorderNotification' },
        ],
        Default: 'ErrorState',
      },
      ProcessOrder: {
        ...lambda('order/process-order'),
        Output: '{% $states.input %}',
        // CheckInventory looked; the stock may have gone to another order since.
        Catch: [{ ErrorEquals: ['OutOfStock'], Next: 'BackorderNotification', Output: '{% $states.input %}' }],
        Next: 'CheckAmount',
      },
      CheckAmount: {
        Type: 'Choice',
        Choices: [{ Condition: `{% $states.input.amount > ${props.approvalAbove} %}`, Next: 'WaitForApproval' }],
        Default: 'ProcessPayment',
      },
      WaitForApproval: {
        ...approval({
          subject: "{% 'Order ' & $states.input.orderId %}",
          // A detail for each line: all of them in one would be longer than a detail may be.
          details:
            "{% $append([{'label': 'Tenant', 'value': $states.input.tenantCode}, {'label': 'Amount', 'value': $states.input.amount}], $states.input.items.{'label': 'Article ' & sku, 'value': quantity}) %}",
        }),
        Output: "{% $merge([$states.input, {'approval': {'by': $states.result.by, 'at': $states.result.at}}]) %}",
        Catch: [
          { ErrorEquals: ['ApprovalRejected'], Output: caught('rejected'), Next: 'RefundOrder' },
          { ErrorEquals: ['ApprovalExpired', 'States.Timeout'], Output: caught('expired'), Next: 'RefundOrder' },
        ],
        Next: 'ProcessApproval',
      },
      ProcessApproval: {
        ...advanceOrder(props.table, 'reserved', 'approved', {
          approvedBy: { S: '{% $states.input.approval.by %}' },
          approvedAt: { S: '{% $states.input.approval.at %}' },
        }),
        Output: '{% $states.input %}',
        // An earlier try wrote it, or the order is being undone: ProcessPayment looks, and tells the two apart.
        Catch: [{ ErrorEquals: [CONDITION_FAILED], Output: '{% $states.input %}', Next: 'ProcessPayment' }],
        Next: 'ProcessPayment',
      },
      ProcessPayment: {
        ...lambda('order/process-payment'),
        Output: '{% $states.input %}',
        Catch: [
          { ErrorEquals: ['PaymentFailed'], Output: caught('payment-failed'), Next: 'RefundOrder' },
          { ErrorEquals: ['States.ALL'], Output: caught('failed'), Next: 'NotifyFailure' },
        ],
        Next: 'SaveToDynamoDB',
      },
      SaveToDynamoDB: {
        ...advanceOrder(props.table, 'paid', 'confirmed', {
          endedAt: { S: '{% $states.context.State.EnteredTime %}' },
        }),
        Output: "{% $merge([$states.input, {'status': 'confirmed'}]) %}",
        // Also where the answer was lost: RefundOrder finds the order confirmed, and leaves it so.
        Catch: [{ ErrorEquals: ['States.ALL'], Output: caught('failed'), Next: 'RefundOrder' }],
        Next: 'PublishToSNS',
      },
      BackorderNotification: {
        ...letter(
          "{% 'Order ' & $substring($states.input.orderId, 0, 64) & ' is on back-order' %}",
          "{% 'Not everything in order ' & $states.input.orderId & ' is in stock. Nothing is charged.' %}",
        ),
        Output: "{% $merge([$states.input, {'outcome': 'backordered'}]) %}",
        // A letter that can't be sent must not leave the order open: PublishToSNS tells of it once more.
        Catch: [{ ErrorEquals: ['States.ALL'], Output: caught('backordered'), Next: 'RefundOrder' }],
        Next: 'RefundOrder',
      },
      NotifyFailure: {
        ...letter(
          "{% 'Order ' & $substring($states.input.orderId, 0, 64) & ' failed' %}",
          "{% 'Order ' & $states.input.orderId & ' could not be completed (' & $states.input.error & '). What was charged is given back.' %}",
        ),
        Output: '{% $states.input %}',
        // The payment comes before the letter.
        Catch: [{ ErrorEquals: ['States.ALL'], Output: '{% $states.input %}', Next: 'RefundOrder' }],
        Next: 'RefundOrder',
      },
      RefundOrder: {
        ...lambda('order/refund-order'),
        Output: "{% $merge([$states.input, {'status': $states.result.Payload.status}]) %}",
        Next: 'PublishToSNS',
      },
      // After the decision, whichever it was: nobody hears of an end that is not on the row.
      PublishToSNS: { ...event(), Next: 'CheckOutcome' },
      CheckOutcome: {
        Type: 'Choice',
        Choices: [
          { Condition: "{% $states.input.status = 'confirmed' %}", Next: 'SendConfirmation' },
          { Condition: "{% $states.input.status = 'failed' %}", Next: 'ErrorState' },
        ],
        Default: 'OrderClosed',
      },
      SendConfirmation: {
        ...letter(
          "{% 'Order ' & $substring($states.input.orderId, 0, 64) & ' is confirmed' %}",
          "{% 'Order ' & $states.input.orderId & ' is confirmed: ' & $string($states.input.amount) & ' were charged.' %}",
        ),
        Output: "{% {'orderId': $states.input.orderId, 'status': $states.input.status} %}",
        End: true,
      },
      OrderClosed: {
        Type: 'Succeed',
        Output: "{% {'orderId': $states.input.orderId, 'status': $states.input.status} %}",
      },
      ErrorState: {
        Type: 'Fail',
        Error: "{% $exists($states.input.status) ? 'OrderFailed' : 'InvalidOrder' %}",
        Cause:
          "{% $exists($states.input.status) ? 'the order failed, and what was done for it is undone: ' & $states.input.error : 'the input, or what ValidateOrder made of it, is none that this workflow knows' %}",
      },
    },
  });
}
