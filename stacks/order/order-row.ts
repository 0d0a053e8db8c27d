/** The key of an order's row, from what states hand on: as `orderRowKey` in lambdas/order/keys.ts makes it. */
export const orderRowKey = {
  pk: { S: "{% 'TENANT#' & $states.input.tenantCode %}" },
  sk: { S: "{% 'ORDER#' & $states.input.orderId %}" },
} as const;

/** A write whose condition does not hold: a repeat of a write whose answer was lost, or somebody else was first. */
export const CONDITION_FAILED = 'DynamoDB.ConditionalCheckFailedException';

/** A table's answer is waited for no longer, in seconds. */
export const TABLE_TIMEOUT_SECONDS = 30;

/** A condition that does not hold will not hold at the next try; anything else passes. */
export const tableRetry = [
  { ErrorEquals: [CONDITION_FAILED], MaxAttempts: 0 },
  { ErrorEquals: ['States.TaskFailed'], IntervalSeconds: 1, MaxAttempts: 5, BackoffRate: 2, JitterStrategy: 'FULL' },
] as const;

/**
 * Moves an order on without a function: one version more, under the condition on its status.
 *
 * @param set attributes besides status and version, as `#name = :name` pairs by name
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/connect-ddb.html
 */
export function advanceOrder(
  table: string,
  from: string,
  to: string,
  set: Readonly<Record<string, { readonly S: string }>>,
) {
  const attributes = { ...set, changedAt: { S: '{% $states.context.State.EnteredTime %}' } };
  const names = Object.keys(attributes);
  const assignments = names.map((name) => `#${name} = :${name}`).join(', ');
  return {
    Type: 'Task',
    Resource: 'arn:aws:states:::dynamodb:updateItem',
    Arguments: {
      TableName: table,
      Key: orderRowKey,
      UpdateExpression: `SET #status = :to, #version = #version + :one, ${assignments}`,
      ConditionExpression: '#status = :from',
      ExpressionAttributeNames: {
        '#status': 'status',
        '#version': 'version',
        ...Object.fromEntries(names.map((name) => [`#${name}`, name])),
      },
      ExpressionAttributeValues: {
        ':from': { S: from },
        ':to': { S: to },
        ':one': { N: '1' },
        ...Object.fromEntries(Object.entries(attributes).map(([name, value]) => [`:${name}`, value])),
      },
    },
    TimeoutSeconds: TABLE_TIMEOUT_SECONDS,
    Retry: tableRetry,
  } as const;
}
