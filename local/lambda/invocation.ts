/** What a caller asks of a function. */
export interface InvocationRequest {
  /** The function's name, without account, version or alias. */
  functionName: string;
  /** A version or an alias. */
  qualifier?: string;
  /** JSON text. */
  payload: string;
  /** `X-Amzn-Trace-Id` of the caller. */
  traceId?: string;
  /** `X-Amz-Client-Context`, decoded. */
  clientContext?: unknown;
  /** Kept over the attempts of an asynchronous invocation; a new one when absent. */
  requestId?: string;
}

/** What came of an invocation that ran; the throttled and the forbidden ones are thrown as `AwsError`. */
export interface InvocationResult {
  requestId: string;
  executedVersion: string;
  /** JSON text: what the handler returned, or Lambda's error object. */
  payload: string;
  /** Set when the handler threw, timed out or ended its process. */
  functionError?: 'Unhandled';
  /** The log lines of this invocation; at most the last 4 KB. */
  logTail: string;
}

/**
 * Lambda's error object. Step Functions takes `errorType` as the error's name and the whole as its cause.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/nodejs-exceptions.html
 */
export interface FunctionErrorPayload {
  errorType: string;
  errorMessage: string;
  trace?: string[];
}
