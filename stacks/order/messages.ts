const TIMEOUT_SECONDS = 30;

/**
 * Publishes to a topic without a function. The topic has two audiences, told apart by an attribute that subscriptions filter by:
 * `systems` are told how each order ended, `people` are written to.
 *
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/connect-sns.html
 * @see https://docs.aws.amazon.com/sns/latest/dg/sns-message-filtering.html
 */
export function messages(topicArn: string) {
  const publish = {
    Type: 'Task',
    Resource: 'arn:aws:states:::sns:publish',
    TimeoutSeconds: TIMEOUT_SECONDS,
    Retry: [
      {
        ErrorEquals: ['States.TaskFailed'],
        IntervalSeconds: 1,
        MaxAttempts: 5,
        BackoffRate: 2,
        JitterStrategy: 'FULL',
      },
    ],
  } as const;
  const text = (value: string) => ({ DataType: 'String', StringValue: value }) as const;
  const tenant = text('{% $states.input.tenantCode %}');

  return {
    /** Tells systems the order's `status`: keys only, what more they want they read. */
    event: () =>
      ({
        ...publish,
        Arguments: {
          TopicArn: topicArn,
          Message: {
            tenantCode: '{% $states.input.tenantCode %}',
            orderId: '{% $states.input.orderId %}',
            status: '{% $states.input.status %}',
          },
          MessageAttributes: { audience: text('systems'), tenant, status: text('{% $states.input.status %}') },
        },
        Output: '{% $states.input %}',
      }) as const,

    /**
     * Writes to people.
     *
     * @param subject at most 100 ASCII characters
     * @param body a text, or an expression that makes one
     */
    letter: (subject: string, body: string) =>
      ({
        ...publish,
        Arguments: {
          TopicArn: topicArn,
          Subject: subject,
          Message: body,
          MessageAttributes: { audience: text('people'), tenant },
        },
      }) as const,
  };
}
