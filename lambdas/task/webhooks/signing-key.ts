import { GetParameterCommand, type SSMClient } from '@aws-sdk/client-ssm';

const KEEP_MS = 5 * 60_000;

/** The parameter holds no key to sign with. */
export class SigningKeyMissing extends Error {
  override readonly name = 'SigningKeyMissing';
}

/** The key of the signatures, read from its parameter and kept for five minutes: after a new key is set, that long. */
export class SigningKey {
  private kept: { key: Promise<string>; until: number } | undefined;

  constructor(
    private readonly client: SSMClient,
    private readonly parameter: string,
  ) {}

  /** @throws SigningKeyMissing when the parameter is empty; what SSM throws otherwise */
  get(): Promise<string> {
    if (this.kept !== undefined && Date.now() < this.kept.until) return this.kept.key;
    const key = this.read();
    this.kept = { key, until: Date.now() + KEEP_MS };
    key.catch(() => {
      this.kept = undefined;
    });
    return key;
  }

  private async read(): Promise<string> {
    const { Parameter } = await this.client.send(
      new GetParameterCommand({ Name: this.parameter, WithDecryption: true }),
    );
    if (!Parameter?.Value) {
      throw new SigningKeyMissing(`the parameter ${this.parameter} has no value. Put a SecureString there.`);
    }
    return Parameter.Value;
  }
}
