import { workflow } from '@blueprint/asl';
import { executeAtMs, INPUT_RULES, roundSeconds, rounds } from './input-rules';

const DAY_SECONDS = 24 * 60 * 60;
const CALL_TIMEOUT_SECONDS = 60;
const CONDITION_FAILED = 'DynamoDB.ConditionalCheckFailedException';

export interface ScheduleProps {
  /** Name of the table in which approvals stand. */
  readonly table: string;
  /** Days that a row stays after the order's time. */
  readonly retentionDays: number;
}

/**
 * Processes an order at a time, if it is approved by then: the two waits of the document, by seconds and until a timestamp. No
 * function is run; all that it does are single calls of DynamoDB.
 *
 * Its approval is looked for again and again, which costs three transitions a round. Where whoever approves can call Step Functions,
 * a Task that waits for its token costs one, and goes on at once. Of a decision and the end of the rounds, or the order's time, that
 * meet, the one that writes first holds: both write under a condition, and the other reads the row again.
 *
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/state-wait.html
 */
export function schedule({ table, retentionDays }: ScheduleProps) {
  const row = {
    TableName: table,
    Key: {
      pk: { S: "{% 'TENANT#' & $states.input.tenantCode %}" },
      sk: { S: "{% 'ORDER#' & $states.input.orderId %}" },
    },
  } as const;
  const call = {
    Type: 'Task',
    TimeoutSeconds: CALL_TIMEOUT_SECONDS,
    Retry: [
      { ErrorEquals: [CONDITION_FAILED], MaxAttempts: 0 },
      {
        ErrorEquals: ['States.TaskFailed', 'States.Timeout'],
        IntervalSeconds: 1,
        MaxAttempts: 6,
        BackoffRate: 2,
        MaxDelaySeconds: 60,
        JitterStrategy: 'FULL',
      },
    ],
    Output: '{% $states.input %}',
  } as const;
  const elseLookAgain = [
    { ErrorEquals: [CONDITION_FAILED], Output: '{% $states.input %}', Next: 'CheckApprovalStatus' },
  ] as const;

  return workflow({
    Comment: 'Waits until an order is approved and its time has come, then processes it',
    QueryLanguage: 'JSONata',
    StartAt: 'CheckInput',
    States: {
      CheckInput: {
        Type: 'Choice',
        Choices: INPUT_RULES.map(
          ({ holds, problem }) =>
            ({ Condition: `{% $not(${holds}) %}`, Output: { problem }, Next: 'InvalidInput' }) as const,
        ),
        Default: 'RequestApproval',
      },
      RequestApproval: {
        ...call,
        Resource: 'arn:aws:states:::dynamodb:updateItem',
        Arguments: {
          ...row,
          UpdateExpression: `SET ${['approval', 'executeAt', 'requestedAt', 'requestId', '#ttl']
            .map((name) => `${name} = if_not_exists(${name}, :${name.replace('#', '')})`)
            .join(', ')}`,
          ExpressionAttributeNames: { '#ttl': 'ttl' },
          ExpressionAttributeValues: {
            ':approval': { S: 'pending' },
            ':executeAt': { S: '{% $states.input.executeAt %}' },
            ':requestedAt': { S: '{% $states.context.Execution.StartTime %}' },
            ':requestId': { S: '{% $states.input.requestId %}' },
            ':ttl': { N: expiry(retentionDays) },
          },
          ReturnValues: 'ALL_NEW',
        },
        Assign: {
          round: 0,
          rounds: `{% ${rounds} %}`,
          roundSeconds: `{% ${roundSeconds} %}`,
          // The row's own: who approves an order that is scheduled twice sees that one, and not what a later execution was given.
          executeAt: '{% $states.result.Attributes.executeAt.S %}',
        },
        Next: 'WaitForApproval',
      },
      WaitForApproval: { Type: 'Wait', Seconds: '{% $roundSeconds %}', Next: 'CheckApprovalStatus' },
      CheckApprovalStatus: {
        ...call,
        Resource: 'arn:aws:states:::dynamodb:getItem',
        Arguments: { ...row, ConsistentRead: true, ProjectionExpression: 'approval' },
        Assign: {
          round: '{% $round + 1 %}',
          // Nobody can approve a row that was deleted any more.
          approval: "{% $exists($states.result.Item.approval.S) ? $states.result.Item.approval.S : 'withdrawn' %}",
        },
        Next: 'IsApproved',
      },
      IsApproved: {
        Type: 'Choice',
        Choices: [
          { Condition: "{% $approval = 'approved' %}", Next: 'WaitUntilTimestamp' },
          { Condition: "{% $approval = 'pending' and $round < $rounds %}", Next: 'WaitForApproval' },
          { Condition: "{% $approval = 'pending' %}", Next: 'ExpireApproval' },
          { Condition: "{% $approval = 'expired' %}", Next: 'Expired' },
        ],
        Default: 'Rejected',
      },
      ExpireApproval: {
        ...call,
        Resource: 'arn:aws:states:::dynamodb:updateItem',
        Arguments: {
          ...row,
          UpdateExpression: 'SET approval = :expired',
          ConditionExpression: 'approval = :pending',
          ExpressionAttributeValues: { ':expired': { S: 'expired' }, ':pending': { S: 'pending' } },
        },
        Catch: elseLookAgain,
        Next: 'Expired',
      },
      WaitUntilTimestamp: { Type: 'Wait', Timestamp: '{% $executeAt %}', Next: 'ProcessOrder' },
      ProcessOrder: {
        ...call,
        Resource: 'arn:aws:states:::dynamodb:updateItem',
        Arguments: {
          ...row,
          UpdateExpression: 'SET processedAt = if_not_exists(processedAt, :at)',
          ConditionExpression: 'approval = :approved',
          ExpressionAttributeValues: {
            ':approved': { S: 'approved' },
            ':at': { S: '{% $states.context.State.EnteredTime %}' },
          },
          ReturnValues: 'ALL_NEW',
        },
        Catch: elseLookAgain,
        Output: {
          orderId: '{% $states.input.orderId %}',
          processedAt: '{% $states.result.Attributes.processedAt.S %}',
        },
        Next: 'Processed',
      },
      Processed: { Type: 'Succeed' },
      Rejected: { Type: 'Succeed', Output: { orderId: '{% $states.input.orderId %}', approval: '{% $approval %}' } },
      Expired: {
        Type: 'Fail',
        Error: 'ApprovalExpired',
        Cause:
          "{% 'Order ' & $states.input.orderId & ' was not approved in ' & $rounds & ' looks, ' & $roundSeconds & ' s apart. Schedule it anew under another orderId.' %}",
      },
      InvalidInput: {
        Type: 'Fail',
        Error: 'InvalidInput',
        Cause: "{% 'Nothing was scheduled: ' & $states.input.problem & '.' %}",
      },
    },
  });
}

/** Epoch seconds of the end of a row: days after the order's time, or after the last look where that comes later. */
function expiry(days: number): `{%${string}%}` {
  const lastLookMs = `$toMillis($states.context.Execution.StartTime) + ${roundSeconds} * ${rounds} * 1000`;
  return `{% $string($floor($max([${executeAtMs}, ${lastLookMs}]) / 1000) + ${days * DAY_SECONDS}) %}`;
}
