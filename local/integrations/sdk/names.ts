/**
 * How the SDK for Java names what a service's model names, and with it Step Functions: `DBName` is `DbName`, `ETag` stays.
 *
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/supported-services-awssdk.html
 */
export function memberName(name: string): string {
  let lowered = 1;
  // An acronym at the beginning is one word; its last capital belongs to the next.
  while (/[A-Z]/.test(name.charAt(lowered)) && !/[a-z]/.test(name.charAt(lowered + 1))) lowered++;
  return name.charAt(0).toUpperCase() + name.slice(1, lowered).toLowerCase() + name.slice(lowered);
}

/** The prefix of a service's errors: `DynamoDb` of `DynamoDB`, `SecretsManager` of `Secrets Manager`. */
export function servicePrefix(serviceId: string): string {
  return serviceId
    .replace(/[^A-Za-z0-9]+/g, ' ')
    .split(/(?<=[a-z])(?=[A-Z])| /)
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1).toLowerCase())
    .join('');
}
