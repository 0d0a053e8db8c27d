/** The parts of `arn:aws:<service>:<region>:<account>:<resource>`. */
export interface Arn {
  service: string;
  region: string;
  accountId: string;
  /** All that follows the account, colons included. */
  resource: string;
}

/** Throws when the text is no ARN. */
export function parseArn(text: string): Arn {
  const [arn, partition, service, region, accountId, ...resource] = text.split(':');
  if (arn !== 'arn' || !partition || !service || resource.length === 0) {
    throw new Error(`"${text}" is not an ARN (arn:aws:<service>:<region>:<account>:<resource>).`);
  }
  return { service, region: region ?? '', accountId: accountId ?? '', resource: resource.join(':') };
}

/** The role's name, which is the last part of its ARN whatever its path. */
export function roleName(roleArn: string): string {
  return roleArn.slice(roleArn.lastIndexOf('/') + 1);
}
