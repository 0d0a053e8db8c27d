import type { Pattern } from './integrations';

/** A Task's `Resource`, taken apart. */
export interface TaskResource {
  /** `lambda:invoke`, `aws-sdk:sqs:sendMessage`. */
  resource: string;
  pattern?: Pattern;
  /** As history events name it: `lambda`, `aws-sdk:sqs`. */
  resourceType: string;
  /** As history events name it: `invoke`, `sendMessage.waitForTaskToken`. */
  action: string;
}

const SERVICE_INTEGRATION = /^arn:[\w-]+:states:::((?:aws-sdk:)?[\w-]+):(\w+)(?:\.(waitForTaskToken|sync(?::2)?))?$/;

/**
 * Reads the ARN of a service integration, such as `arn:aws:states:::lambda:invoke.waitForTaskToken`. Undefined for
 * anything else: the ARN of a function or of an activity, a typing error.
 *
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/integrate-services.html
 */
export function parseResource(arn: string): TaskResource | undefined {
  const match = SERVICE_INTEGRATION.exec(arn);
  if (!match) return undefined;
  const [, resourceType = '', operation = '', pattern] = match;
  const resource = `${resourceType}:${operation}`;
  if (!pattern) return { resource, resourceType, action: operation };
  return { resource, pattern: pattern as Pattern, resourceType, action: `${operation}.${pattern}` };
}
