import type { AwsClient } from '../aws/client';
import { ROOT_CREDENTIALS } from '../aws/credentials';
import { AwsError } from '../aws/error';
import type { CodeStore } from './code-store';
import type { DeployedFunction } from './deployed-function';

/** The fields we use of the answer of GetFunction. */
interface GetFunctionAnswer {
  Configuration: {
    FunctionName: string;
    FunctionArn: string;
    Version: string;
    Handler: string;
    Role: string;
    Runtime: string;
    Timeout: number;
    MemorySize: number;
    CodeSha256: string;
    Environment?: { Variables?: Record<string, string> };
    LoggingConfig?: { LogGroup?: string; LogFormat?: 'Text' | 'JSON' };
  };
  Code: { Location: string };
  Concurrency?: { ReservedConcurrentExecutions?: number };
}

/** The deployed functions as MiniStack holds them; read again after each write of the Lambda API that passed the endpoint. */
export class Functions {
  readonly #client: AwsClient;
  readonly #code: CodeStore;
  #known = new Map<string, Promise<DeployedFunction>>();
  #policies = new Map<string, Promise<string | undefined>>();

  constructor(client: AwsClient, code: CodeStore) {
    this.#client = client;
    this.#code = code;
  }

  /**
   * To be called after every write of the Lambda API, with what it answered. Code that has come is taken before other code can: of
   * versions MiniStack hands out none but the newest.
   */
  async changed(answer: { FunctionName?: string; CodeSha256?: string }): Promise<void> {
    this.#known = new Map();
    this.#policies = new Map();
    const { FunctionName, CodeSha256 } = answer;
    if (FunctionName === undefined || CodeSha256 === undefined) return;
    // What is wrong with the code is told to whoever invokes it.
    await this.get(FunctionName).catch(() => undefined);
  }

  /** Throws `AwsError` `ResourceNotFoundException` when there is no such function or version. */
  get(name: string, qualifier?: string): Promise<DeployedFunction> {
    const key = `${name}:${qualifier ?? ''}`;
    const known = this.#known.get(key);
    if (known) return known;
    const cache = this.#known;
    const read = this.#read(name, qualifier);
    cache.set(key, read);
    read.catch(() => cache.delete(key));
    return read;
  }

  /** The resource-based policy of a function, or of a version or alias of it, as JSON text. Undefined where there is none. */
  policy(name: string, qualifier?: string): Promise<string | undefined> {
    const key = `${name}:${qualifier ?? ''}`;
    const known = this.#policies.get(key);
    if (known) return known;
    const cache = this.#policies;
    const read = this.#readPolicy(name, qualifier);
    cache.set(key, read);
    read.catch(() => cache.delete(key));
    return read;
  }

  async #readPolicy(name: string, qualifier: string | undefined): Promise<string | undefined> {
    const path = `/2015-03-31/functions/${encodeURIComponent(name)}/policy`;
    const query = qualifier ? { query: { Qualifier: qualifier } } : {};
    try {
      const { body } = await this.#client.rest({ service: 'lambda', method: 'GET', path, ...query }, ROOT_CREDENTIALS);
      return (JSON.parse(body.toString('utf8')) as { Policy?: string }).Policy;
    } catch (error) {
      if (error instanceof AwsError && error.code === 'ResourceNotFoundException') return undefined;
      throw error;
    }
  }

  async #read(name: string, qualifier: string | undefined): Promise<DeployedFunction> {
    const response = await this.#client.rest(
      {
        service: 'lambda',
        method: 'GET',
        path: `/2015-03-31/functions/${encodeURIComponent(name)}`,
        ...(qualifier ? { query: { Qualifier: qualifier } } : {}),
      },
      ROOT_CREDENTIALS,
    );
    const answer = JSON.parse(response.body.toString('utf8')) as GetFunctionAnswer;
    const { Configuration: configuration } = answer;
    const codeFolder = await this.#code.unpack(configuration.CodeSha256, () => this.#download(answer.Code.Location));
    return {
      name: configuration.FunctionName,
      arn: configuration.FunctionArn.split(':').slice(0, 7).join(':'),
      version: configuration.Version,
      handler: configuration.Handler,
      roleArn: configuration.Role,
      timeoutSeconds: configuration.Timeout,
      memoryMb: configuration.MemorySize,
      runtime: configuration.Runtime,
      environment: configuration.Environment?.Variables ?? {},
      logGroup: configuration.LoggingConfig?.LogGroup ?? `/aws/lambda/${configuration.FunctionName}`,
      logFormat: configuration.LoggingConfig?.LogFormat ?? 'Text',
      reservedConcurrency: answer.Concurrency?.ReservedConcurrentExecutions,
      codeFolder,
      fingerprint: fingerprint(configuration),
    };
  }

  async #download(location: string): Promise<Uint8Array> {
    const { pathname, searchParams } = new URL(location);
    const query = Object.fromEntries(searchParams);
    const response = await this.#client.rest(
      { service: 'lambda', method: 'GET', path: pathname, query },
      ROOT_CREDENTIALS,
    );
    return response.body;
  }
}

/** What a worker was started with; the rest of a configuration changes without its worker noticing. */
function fingerprint(configuration: GetFunctionAnswer['Configuration']): string {
  const { CodeSha256, Handler, Role, Timeout, MemorySize, Environment, LoggingConfig, Version } = configuration;
  return JSON.stringify([CodeSha256, Handler, Role, Timeout, MemorySize, Environment, LoggingConfig, Version]);
}
