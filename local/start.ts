import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { type Assembly, assemble } from './assembly';
import { AwsClient } from './aws/client';
import type { OnRequest } from './endpoint/router';
import { Endpoint } from './endpoint/server';
import type { KnownIssuers } from './http-api/authorization/issuer-keys';
import type { Logger } from './logger';
import { MiniStack } from './ministack/process';
import { endOnSignals } from './signals';

export interface LocalAwsOptions {
  /** Of 127.0.0.1; 0 takes any free one. */
  port: number;
  /** The `ministack` executable. */
  ministack: string;
  /** For logs, deployed code and the like; all of it may be deleted between runs. */
  dataFolder: string;
  logger: Logger;
  /** Default: ap-northeast-1. */
  region?: string;
  /** Default: 000000000000. */
  accountId?: string;
  /** How many function workers live at once. Default: eight per processor. */
  maxWorkers?: number;
  /** The configuration of mocked service integrations, as `MockConfigFile.json` holds it, parsed. */
  mocks?: unknown;
  /**
   * The JSON Web Key Sets, parsed, of the issuers whose tokens JWT authorizers take, by the issuer's URL: the local AWS fetches keys
   * from issuers on this machine only.
   */
  issuers?: KnownIssuers;
  /**
   * Where {@link LocalAws.stop} leaves each right of each role, and whether anybody has used it, as JSON: a list of {@link Right}s.
   * Default: nobody keeps them.
   */
  rightsFile?: string;
  /** Told of each request to the endpoint, those of functions included. */
  onRequest?: OnRequest;
}

/** What a role may do, as its policies say it. */
export interface Right {
  role: string;
  action: string;
  /** ARN or pattern. */
  resource: string;
  used: boolean;
}

export interface LocalAws {
  /** `http://127.0.0.1:<port>` */
  endpoint: string;
  region: string;
  accountId: string;
  /** MiniStack's own log. */
  logFile: string;
  /** Variables with which the AWS CLI, the SDKs and Terraform reach this endpoint as the account's root. */
  environment: { [name: string]: string };
  /** Ends every process and thread that was started. Safe to call twice. */
  stop(): Promise<void>;
}

/**
 * Starts an AWS on this machine: MiniStack as a child process, and before it one endpoint with our own Lambda host, Step
 * Functions engine, event sources and rules. All state is in memory and gone with {@link LocalAws.stop}.
 *
 * Throws when the port is in use or MiniStack does not start; then nothing is left running.
 */
export async function startLocalAws(options: LocalAwsOptions): Promise<LocalAws> {
  const { logger, region = 'ap-northeast-1', accountId = '000000000000' } = options;
  const dataFolder = resolve(options.dataFolder);
  mkdirSync(dataFolder, { recursive: true });
  const endpoint = await Endpoint.listen(options.port, options.onRequest);
  const { url } = endpoint;
  let launched: Promise<MiniStack> | undefined;
  let assembly: Assembly | undefined;
  let stopping: Promise<void> | undefined;
  const stop = () => {
    stopping ??= (async () => {
      await assembly?.stop();
      await endpoint.close();
      // A process that is just being started is waited for, so that it is ended too.
      await launched?.then((ministack) => ministack.stop()).catch(() => undefined);
      // Last: a second Ctrl-C must not end us before MiniStack.
      releaseSignals();
    })();
    return stopping;
  };
  const releaseSignals = endOnSignals(stop);
  try {
    launched = MiniStack.spawn({
      executable: options.ministack,
      dataFolder,
      region,
      accountId,
      logger,
      ...(options.rightsFile === undefined ? {} : { rightsFile: resolve(options.rightsFile) }),
    });
    const ministack = await launched;
    await ministack.untilReady();
    if (stopping) throw new Error('The local AWS was stopped while it started.');
    const client = new AwsClient({ endpoint: ministack.endpoint, region });
    assembly = assemble({
      client,
      ministackEndpoint: ministack.endpoint,
      endpoint: url,
      region,
      accountId,
      dataFolder,
      // <environment>/bin/ministack
      pythonEnvironment: resolve(options.ministack, '..', '..'),
      ...(options.mocks === undefined ? {} : { mocks: options.mocks }),
      ...(options.issuers === undefined ? {} : { issuers: options.issuers }),
      logger,
      maxWorkers: options.maxWorkers,
    });
    endpoint.open(assembly.parts);
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    endpoint: url,
    region,
    accountId,
    logFile: join(dataFolder, 'ministack.log'),
    environment: {
      AWS_ENDPOINT_URL: url,
      AWS_ACCESS_KEY_ID: 'test',
      AWS_SECRET_ACCESS_KEY: 'test',
      AWS_REGION: region,
      AWS_DEFAULT_REGION: region,
    },
    stop,
  };
}
