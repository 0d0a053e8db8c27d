import { AwsError } from '../aws/error';

export interface FunctionReference {
  name: string;
  qualifier?: string;
}

const REFERENCE =
  /^(?:arn:[\w-]+:lambda:[\w-]+:)?(?:\d{12}:)?(?:function:)?([a-zA-Z0-9_-]{1,140})(?::(\$LATEST|[a-zA-Z0-9_-]+))?$/;

/**
 * A function as callers name it: its name, `<account>:function:<name>` or its ARN, each with or without a version or alias.
 * Throws `AwsError` `ValidationException`.
 */
export function parseFunctionReference(text: string): FunctionReference {
  const match = REFERENCE.exec(text);
  const [, name, qualifier] = match ?? [];
  if (!name) throw new AwsError('ValidationException', `"${text}" is neither the name nor the ARN of a function.`);
  return { name, ...(qualifier ? { qualifier } : {}) };
}
