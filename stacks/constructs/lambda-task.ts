import type { FunctionPath } from '@blueprint/lambdas';

/** The ARN of a function by its path below `lambdas/`. */
export type FunctionArn = (path: FunctionPath) => string;

/** Longer than any function of a Task runs, in seconds: it ends what Lambda itself fails to end. */
export const TASK_TIMEOUT_SECONDS = 60;

/**
 * Makes the Tasks of a workflow that invoke functions. Each gets what its handler reads, `{ source, input, context, taskToken? }`,
 * and hands on what the handler returns. Retries: throttling and errors of Lambda itself six times with full jitter, any
 * other failure three times, and at once none of the errors named in `unmendable`, which would only come again.
 *
 * @param functionArn where the functions are
 * @param unmendable names of errors that no retry can mend
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/bp-lambda-serviceexception.html
 */
export function lambdaTasks(functionArn: FunctionArn, unmendable: readonly string[]) {
  const Retry = [
    { ErrorEquals: unmendable, MaxAttempts: 0 },
    {
      ErrorEquals: [
        'Lambda.ServiceException',
        'Lambda.AWSLambdaException',
        'Lambda.SdkClientException',
        'Lambda.ClientExecutionTimeoutException',
        'Lambda.TooManyRequestsException',
      ],
      IntervalSeconds: 1,
      MaxAttempts: 6,
      BackoffRate: 2,
      MaxDelaySeconds: 60,
      JitterStrategy: 'FULL',
    },
    { ErrorEquals: ['States.TaskFailed'], IntervalSeconds: 2, MaxAttempts: 3, BackoffRate: 2 },
  ] as const;
  const Payload = { source: 'step-function', input: '{% $states.input %}', context: '{% $states.context %}' } as const;
  const Output = '{% $states.result.Payload %}' as const;

  return {
    /** Invokes a function and goes on with what it returns. */
    lambda: (path: FunctionPath) =>
      ({
        Type: 'Task',
        Resource: 'arn:aws:states:::lambda:invoke',
        Arguments: { FunctionName: functionArn(path), Payload },
        Output,
        TimeoutSeconds: TASK_TIMEOUT_SECONDS,
        Retry,
      }) as const,

    /**
     * Invokes a function with a task token and waits until somebody sends the token back.
     *
     * @param timeoutSeconds how long to wait
     */
    lambdaCallback: (path: FunctionPath, timeoutSeconds: number) =>
      ({
        Type: 'Task',
        Resource: 'arn:aws:states:::lambda:invoke.waitForTaskToken',
        Arguments: {
          FunctionName: functionArn(path),
          Payload: { ...Payload, taskToken: '{% $states.context.Task.Token %}' },
        },
        TimeoutSeconds: timeoutSeconds,
        Retry,
      }) as const,
  };
}
