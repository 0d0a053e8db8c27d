import type { TaskOutcome } from './integrations';

/** What a service answered instead of a result. */
export interface ServiceError {
  code: string;
  message: string;
  statusCode: number;
  requestId: string;
  /** S3's only. */
  extendedRequestId?: string;
}

/** How the error names and causes of an optimized integration are made. */
export interface ErrorStyle {
  /** Before the dot: `DynamoDB`. */
  prefix: string;
  /** As causes call the service: `AmazonDynamoDBv2`. */
  service: string;
  /** The name after the dot of all that is not `modeled`: `AmazonDynamoDBException`. */
  base: string;
}

/** The optimized integrations of AWS's own services. Measured on AWS, but for the names of `base` that no recording shows. */
export const ERROR_STYLES = {
  dynamodb: { prefix: 'DynamoDB', service: 'AmazonDynamoDBv2', base: 'AmazonDynamoDBException' },
  events: { prefix: 'EventBridge', service: 'AmazonEventBridge', base: 'AmazonEventBridgeException' },
  lambda: { prefix: 'Lambda', service: 'AWSLambda', base: 'AWSLambdaException' },
  sns: { prefix: 'SNS', service: 'AmazonSNS', base: 'AmazonSNSException' },
  sqs: { prefix: 'SQS', service: 'AmazonSQS', base: 'AmazonSQSException' },
  states: { prefix: 'StepFunctions', service: 'AWSStepFunctions', base: 'AWSStepFunctionsException' },
} satisfies Record<string, ErrorStyle>;

/**
 * An error as an optimized integration gives it.
 *
 * @param exception name of the error's class where the service's model has one.
 */
export function optimizedError(error: ServiceError, style: ErrorStyle, exception: string | undefined): TaskOutcome {
  const { code, message, statusCode, requestId } = error;
  const answer = `Service: ${style.service}; Status Code: ${statusCode}; Error Code: ${code}; Request ID: ${requestId}`;
  return {
    error: `${style.prefix}.${exception === undefined ? style.base : exceptionName(exception)}`,
    cause: `${message} (${answer}; Proxy: null)`,
  };
}

/**
 * An error as an AWS SDK integration gives it.
 *
 * @param service such as `SecretsManager`, which is both the prefix and part of the name that unmodeled errors have.
 */
export function sdkError(error: ServiceError, service: string, exception: string | undefined): TaskOutcome {
  const answer = `Service: ${service}, Status Code: ${error.statusCode}, Request ID: ${error.requestId}`;
  const extended = error.extendedRequestId === undefined ? '' : `, Extended Request ID: ${error.extendedRequestId}`;
  return {
    error: `${service}.${exception === undefined ? `${service}Exception` : exceptionName(exception)}`,
    cause: `${error.message} (${answer}${extended}) (SDK Attempt Count: 1)`,
  };
}

/** The SDKs for Java, which Step Functions uses, end all of their exceptions' names alike. */
const exceptionName = (name: string) => (name.endsWith('Exception') ? name : `${name.replace(/Fault$/, '')}Exception`);
