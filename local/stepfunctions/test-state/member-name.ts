/**
 * The name that Step Functions gives to a member of a service's answer: that of the AWS SDK for Java, with a capital.
 * Capitals at the beginning count as one word, so `executionArn` is `ExecutionArn`, and `MD5OfMessageBody`
 * `Md5OfMessageBody`.
 *
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/supported-services-awssdk.html
 */
export function memberName(name: string): string {
  const isUpper = (at: number) => /[A-Z]/.test(name.charAt(at));
  const isLower = (at: number) => /[a-z]/.test(name.charAt(at));
  let end = 1;
  while (isUpper(end) && !isLower(end + 1)) end += 1;
  return name.charAt(0).toUpperCase() + name.slice(1, end).toLowerCase() + name.slice(end);
}
