import { workflow } from '@blueprint/asl';
import { SCHEMA_VERSION } from '@blueprint/lambdas/order/input';
import { FINAL_STATUSES } from '@blueprint/lambdas/order/statuses';
import { messages } from './messages';
import { orderRowKey, TABLE_TIMEOUT_SECONDS, tableRetry } from './order-row';

/** Orders of a batch that run at once. */
const CONCURRENCY = 10;

/** What stands for an order whose end nobody could find out: it runs under another batch, or its row could not be read. */
const UNKNOWN = 'unknown';

export interface OrderBatchProps {
  /** ARN of the machine `order`. */
  readonly orderArn: string;
  /** The longest that an order runs, in seconds. */
  readonly orderSeconds: number;
  /** Name of the orders' table. */
  readonly table: string;
  readonly topicArn: string;
}

const ENDED = `{% $states.result.Item.status.S in ${JSON.stringify(FINAL_STATUSES)} ? $states.result.Item.status.S : $states.input.error = 'States.TaskFailed' ? 'failed' : '${UNKNOWN}' %}`;

/** How many orders ended so, as an expression over the results of the Map. */
const counted = (outcome: string) => `{% $count($states.result[outcome = '${outcome}']) %}` as const;

/** `confirmed: 3`, for a letter. */
const LINES = `$join($each($states.input.counts, function($n, $outcome) { $outcome & ': ' & $string($n) }), '\\n')`;

/**
 * Runs the orders of a batch, each in an execution of its own: it has its own history, its own redrive, and a name that follows from
 * the order, so that no order runs twice. However one ends, the others go on. Input: the orders' keys and lines; their rows are there.
 */
export function orderBatch({ orderArn, orderSeconds, table, topicArn }: OrderBatchProps) {
  const { letter } = messages(topicArn);
  return workflow({
    Comment: 'Runs the orders of a batch, and counts how they ended',
    QueryLanguage: 'JSONata',
    StartAt: 'ProcessOrders',
    States: {
      ProcessOrders: {
        Type: 'Map',
        MaxConcurrency: CONCURRENCY,
        Items: '{% $states.input.orders %}',
        ItemSelector: {
          tenantCode: '{% $states.input.tenantCode %}',
          requestId: '{% $states.input.requestId %}',
          orderId: '{% $states.context.Map.Item.Value.orderId %}',
          name: '{% $states.context.Map.Item.Value.name %}',
          items: '{% $states.context.Map.Item.Value.items %}',
        },
        ItemProcessor: {
          ProcessorConfig: { Mode: 'INLINE' },
          StartAt: 'ProcessOrder',
          States: {
            ProcessOrder: {
              Type: 'Task',
              Resource: 'arn:aws:states:::states:startExecution.sync:2',
              Arguments: {
                StateMachineArn: orderArn,
                Name: '{% $states.input.name %}',
                Input: {
                  schemaVersion: SCHEMA_VERSION,
                  tenantCode: '{% $states.input.tenantCode %}',
                  orderId: '{% $states.input.orderId %}',
                  requestId: '{% $states.input.requestId %}',
                  items: '{% $states.input.items %}',
                },
              },
              Output: { outcome: '{% $states.result.Output.status %}' },
              TimeoutSeconds: orderSeconds + TABLE_TIMEOUT_SECONDS,
              // An execution that failed is not started again: its name is taken, and its order is settled.
              Retry: [
                {
                  ErrorEquals: [
                    'StepFunctions.ExecutionLimitExceededException',
                    'StepFunctions.SdkClientException',
                    'StepFunctions.ThrottlingException',
                  ],
                  IntervalSeconds: 1,
                  MaxAttempts: 6,
                  BackoffRate: 2,
                  MaxDelaySeconds: 60,
                  JitterStrategy: 'FULL',
                },
              ],
              Catch: [
                {
                  ErrorEquals: ['States.ALL'],
                  Output: "{% $merge([$states.input, {'error': $states.errorOutput.Error}]) %}",
                  Next: 'ReadOutcome',
                },
              ],
              End: true,
            },
            // What the row says counts, whatever became of the execution: it may be an earlier one of the same order. Where the row
            // is open still after an execution that failed, `order/settle` is about to write that the order failed.
            ReadOutcome: {
              Type: 'Task',
              Resource: 'arn:aws:states:::dynamodb:getItem',
              Arguments: { TableName: table, Key: orderRowKey, ConsistentRead: true },
              Output: { outcome: ENDED },
              TimeoutSeconds: TABLE_TIMEOUT_SECONDS,
              Retry: tableRetry,
              Catch: [{ ErrorEquals: ['States.ALL'], Next: 'OutcomeUnknown' }],
              End: true,
            },
            OutcomeUnknown: { Type: 'Pass', Output: { outcome: UNKNOWN }, End: true },
          },
        },
        Output: {
          tenantCode: '{% $states.input.tenantCode %}',
          orders: '{% $count($states.result) %}',
          counts: Object.fromEntries([...FINAL_STATUSES, UNKNOWN].map((outcome) => [outcome, counted(outcome)])),
        },
        Next: 'SendSummary',
      },
      SendSummary: {
        ...letter("{% $string($states.input.orders) & ' orders of a batch have ended' %}", `{% ${LINES} %}`),
        Output: { orders: '{% $states.input.orders %}', counts: '{% $states.input.counts %}' },
        End: true,
      },
    },
  });
}
