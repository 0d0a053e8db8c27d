import type { Pattern } from './integrations';

/** A Task's `Resource`, taken apart. */
export type TaskResource = ServiceResource | FunctionResource | ActivityResource;

/** `arn:aws:states:::…`: an operation of a service. */
export interface ServiceResource {
  kind: 'service';
  /** `lambda:invoke`, `aws-sdk:sqs:sendMessage`. */
  resource: string;
  pattern?: Pattern;
  /** As history events name it: `lambda`, `aws-sdk:sqs`. */
  resourceType: string;
  /** As history events name it: `invoke`, `sendMessage.waitForTaskToken`. */
  action: string;
}

/** The ARN of a Lambda function: the task's input is the event, the function's result the output. */
export interface FunctionResource {
  kind: 'function';
}

/** The ARN of an activity: a worker fetches the task with GetActivityTask. */
export interface ActivityResource {
  kind: 'activity';
}

const SERVICE_INTEGRATION = /^arn:[\w-]+:states:::((?:aws-sdk:)?[\w-]+):(\w+)(?:\.(waitForTaskToken|sync(?::2)?))?$/;
/** AWS does not look whether the account is one. */
const FUNCTION = /^arn:[\w-]+:lambda:[\w-]+:[\w-]+:function:[\w-]+(?::[\w$-]+)?$/;
const ACTIVITY = /^arn:[\w-]+:states:[\w-]+:\d{12}:activity:[^\s:]{1,80}$/;

/**
 * Reads the `Resource` of a Task, such as `arn:aws:states:::lambda:invoke.waitForTaskToken`. Undefined for what is none.
 *
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/integrate-services.html
 */
export function parseResource(arn: string): TaskResource | undefined {
  if (FUNCTION.test(arn)) return { kind: 'function' };
  if (ACTIVITY.test(arn)) return { kind: 'activity' };
  const match = SERVICE_INTEGRATION.exec(arn);
  if (!match) return undefined;
  const [, resourceType = '', operation = '', pattern] = match;
  const resource = `${resourceType}:${operation}`;
  if (!pattern) return { kind: 'service', resource, resourceType, action: operation };
  return { kind: 'service', resource, pattern: pattern as Pattern, resourceType, action: `${operation}.${pattern}` };
}
