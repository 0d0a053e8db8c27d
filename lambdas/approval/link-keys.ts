import { GetParameterCommand, type SSMClient } from '@aws-sdk/client-ssm';
import { isAwsError } from '../platform/errors';
import { LinkKeyMissing } from './errors';
import type { LinkKey } from './link';

/** How long the newest version is taken for the newest. */
const KEEP_MS = 5 * 60_000;

/** How soon a link that claims a newer version makes it be looked up again: forged ones must not cost a call each. */
const LOOK_AGAIN_MS = 10_000;

/** Characters of the shortest secret: 128 bits, written in hexadecimal. */
const SHORTEST_SECRET = 32;

/**
 * The versions of the key that links are signed with, from an SSM parameter. Links are made with the newest version; those of the
 * version before it hold too, so that a new key breaks no mail that is on its way. Two new versions in a row revoke every link, in functions that are warm
 * within five minutes.
 *
 * @see https://docs.aws.amazon.com/systems-manager/latest/userguide/sysman-paramstore-versions.html
 */
export class LinkKeys {
  private newest: { readonly key: Promise<LinkKey>; readonly readAt: number } | undefined;
  /** The version before the newest, once it was asked for: what a version holds never changes, nor that it holds no key. */
  private before: { readonly version: number; readonly key: LinkKey | undefined } | undefined;

  constructor(
    private readonly client: SSMClient,
    private readonly parameter: string,
  ) {}

  /** The key to sign with. @throws LinkKeyMissing when there is none, or a short one; what SSM throws otherwise */
  current(): Promise<LinkKey> {
    return this.noOlderThan(KEEP_MS);
  }

  /**
   * The key of a version that a link claims.
   *
   * @returns undefined when links of that version hold no more, or there is none
   */
  async ofVersion(version: number): Promise<LinkKey | undefined> {
    let newest = await this.current();
    if (version > newest.version) newest = await this.noOlderThan(LOOK_AGAIN_MS);
    if (version === newest.version) return newest;
    return version === newest.version - 1 ? this.previous(version) : undefined;
  }

  private noOlderThan(ms: number): Promise<LinkKey> {
    if (this.newest !== undefined && Date.now() - this.newest.readAt < ms) return this.newest.key;
    const key = this.read(this.parameter);
    this.newest = { key, readAt: Date.now() };
    key.catch(() => {
      this.newest = undefined;
    });
    return key;
  }

  private async previous(version: number): Promise<LinkKey | undefined> {
    if (this.before?.version === version) return this.before.key;
    const key = await this.read(`${this.parameter}:${version}`).catch((error: unknown) => {
      if (error instanceof LinkKeyMissing || isAwsError(error, 'ParameterVersionNotFound')) return undefined;
      throw error;
    });
    this.before = { version, key };
    return key;
  }

  private async read(Name: string): Promise<LinkKey> {
    const { Parameter } = await this.client.send(new GetParameterCommand({ Name, WithDecryption: true }));
    const { Value: secret = '', Version: version = 0 } = Parameter ?? {};
    if (secret.length < SHORTEST_SECRET) throw new LinkKeyMissing(this.parameter, SHORTEST_SECRET);
    return { version, secret };
  }
}
