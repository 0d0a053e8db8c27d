import type { IncomingHttpHeaders } from 'node:http';
import type { AwsClient } from '../aws/client';
import { type Credentials, ROOT_CREDENTIALS } from '../aws/credentials';
import { AwsError, xmlField } from '../aws/error';
import type { Clock } from '../stepfunctions';
import { type Caller, credentialScope, missingToken, roleCaller, rootCaller, unknownToken } from './caller';

/** Credentials of a role, with the caller they stand for and the end of their life in milliseconds since the epoch. */
export interface RoleSession {
  credentials: Credentials;
  caller: Caller;
  expiresAt: number;
}

const SESSION_SECONDS = 3600;
/** A session is renewed while the longest Lambda invocation, 15 minutes, could still run on it. */
const RENEW_BEFORE_MS = 20 * 60_000;

/**
 * The sessions of roles that functions, machines and pollers act with, and whom each access key in the world stands for.
 */
export class Sessions {
  readonly #client: AwsClient;
  readonly #clock: Clock;
  readonly #root: Caller;
  readonly #byRole = new Map<string, Promise<RoleSession>>();
  readonly #callers = new Map<string, { caller: Caller; sessionToken: string | undefined }>();

  constructor(options: { client: AwsClient; clock: Clock; accountId: string }) {
    this.#client = options.client;
    this.#clock = options.clock;
    this.#root = rootCaller(options.accountId);
  }

  /** A session of the role that lasts for at least 20 minutes more. Throws {@link AwsError} when the role does not exist. */
  async assume(roleArn: string, sessionName: string): Promise<RoleSession> {
    const key = `${roleArn} ${sessionName}`;
    const known = this.#byRole.get(key);
    if (known) {
      const session = await known;
      if (session.expiresAt - this.#clock.now() > RENEW_BEFORE_MS) return session;
    }
    const fresh = this.#assumeNow(roleArn, sessionName);
    this.#byRole.set(key, fresh);
    fresh.catch(() => this.#byRole.delete(key));
    return fresh;
  }

  /** Forgets the sessions, because a role may have been deleted or made anew under the same name. */
  forgetRoles(): void {
    this.#byRole.clear();
  }

  /** Notes whom an access key stands for that MiniStack just gave out. */
  remember(credentials: Credentials, caller: Caller): void {
    this.#callers.set(credentials.accessKeyId, { caller, sessionToken: credentials.sessionToken });
  }

  /** Who signed this request. Throws {@link AwsError} when nobody known did. */
  identify(headers: IncomingHttpHeaders): Caller {
    const scope = credentialScope(headers.authorization);
    if (!scope) throw missingToken();
    if (scope.accessKeyId === ROOT_CREDENTIALS.accessKeyId) return this.#root;
    const known = this.#callers.get(scope.accessKeyId);
    if (!known || known.sessionToken !== headers['x-amz-security-token']) throw unknownToken();
    return known.caller;
  }

  async #assumeNow(roleArn: string, sessionName: string): Promise<RoleSession> {
    const xml = await this.#client.query(
      'sts',
      'AssumeRole',
      { RoleArn: roleArn, RoleSessionName: sessionName, DurationSeconds: String(SESSION_SECONDS) },
      ROOT_CREDENTIALS,
    );
    const credentials = credentialsIn(xml);
    if (!credentials)
      throw new AwsError('InternalFailure', `AssumeRole of ${roleArn} gave no credentials: ${xml}`, 500);
    const caller = roleCaller(roleArn, sessionName);
    this.remember(credentials, caller);
    return { credentials, caller, expiresAt: this.#clock.now() + SESSION_SECONDS * 1000 };
  }
}

/** The credentials in an answer of STS or IAM, if it holds any. */
export function credentialsIn(xml: string): Credentials | undefined {
  const accessKeyId = xmlField(xml, 'AccessKeyId');
  const secretAccessKey = xmlField(xml, 'SecretAccessKey');
  const sessionToken = xmlField(xml, 'SessionToken');
  if (!accessKeyId || !secretAccessKey) return undefined;
  return { accessKeyId, secretAccessKey, ...(sessionToken ? { sessionToken } : {}) };
}
