import { randomBytes } from 'node:crypto';
import { PutParameterCommand, type SSMClient } from '@aws-sdk/client-ssm';
import { isAwsError } from '../platform/errors';

const KEY_BYTES = 32;

/** Makes the key that links are signed with, as a person does once in a real account, unless it is there. */
export async function makeLinkKey(client: SSMClient, parameter: string): Promise<void> {
  const Value = randomBytes(KEY_BYTES).toString('hex');
  try {
    await client.send(new PutParameterCommand({ Name: parameter, Value, Type: 'SecureString' }));
  } catch (error) {
    if (!isAwsError(error, 'ParameterAlreadyExists')) throw error;
  }
}
