import { randomBytes } from 'node:crypto';
import { PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import type { BenchRun } from '../../platform/bench';

const KEY_BYTES = 32;

/** Makes the key of the webhooks' signatures, as a person does once in a real account, and puts it where the sender reads it. */
export async function makeSigningKey({ aws, environment }: BenchRun): Promise<string> {
  const Value = randomBytes(KEY_BYTES).toString('hex');
  const Name = environment.notifications.signingKeyParameter;
  await new SSMClient(aws).send(new PutParameterCommand({ Name, Value, Type: 'SecureString', Overwrite: true }));
  return Value;
}
