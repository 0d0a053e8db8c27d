import { randomUUID } from 'node:crypto';
import type { AwsClient } from '../aws/client';
import { ROOT_CREDENTIALS } from '../aws/credentials';
import { AwsError } from '../aws/error';
import type { Sessions } from '../identity/sessions';
import type { Logger } from '../logger';
import type { Clock } from '../stepfunctions';
import type { Destinations } from './destination';
import type { FunctionSource, LambdaHost } from './host';
import type { InvocationRequest, InvocationResult } from './invocation';

export interface AsyncInvocationsOptions {
  host: Pick<LambdaHost, 'invoke'>;
  functions: FunctionSource;
  configuration(functionName: string, qualifier?: string): Promise<EventInvokeConfiguration>;
  sessions: Pick<Sessions, 'assume'>;
  destinations: Pick<Destinations, 'send'>;
  clock: Clock;
  logger: Logger;
}

/** What GetFunctionEventInvokeConfig and the function's DeadLetterConfig say. */
export interface EventInvokeConfiguration {
  MaximumRetryAttempts?: number;
  MaximumEventAgeInSeconds?: number;
  DestinationConfig?: { OnSuccess?: { Destination?: string }; OnFailure?: { Destination?: string } };
  deadLetterTarget?: string;
}

interface Pending {
  request: InvocationRequest;
  requestId: string;
  acceptedAt: number;
  failedAttempts: number;
  throttles: number;
}

const DEFAULT_RETRIES = 2;
const DEFAULT_AGE_SECONDS = 6 * 3600;
const FIRST_RETRY_MS = 60_000;
const MAX_THROTTLE_BACKOFF_MS = 300_000;

/**
 * Invocations nobody waits for: retried twice, after one and two minutes, while throttled retried until they are too old, and
 * what fails for good goes to the function's destination.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-error-handling.html
 */
export class AsyncInvocations {
  readonly #options: AsyncInvocationsOptions;
  #stopped = false;

  constructor(options: AsyncInvocationsOptions) {
    this.#options = options;
  }

  /** Takes an invocation over; nothing of its outcome comes back. */
  accept(request: InvocationRequest): void {
    const requestId = request.requestId ?? randomUUID();
    void this.#attempt({
      request: { ...request, requestId },
      requestId,
      acceptedAt: this.#options.clock.now(),
      failedAttempts: 0,
      throttles: 0,
    });
  }

  stop(): void {
    this.#stopped = true;
  }

  async #attempt(pending: Pending): Promise<void> {
    if (this.#stopped) return;
    const { host, configuration, logger } = this.#options;
    const { request } = pending;
    try {
      const settings = await configuration(request.functionName, request.qualifier);
      const result = await this.#invoke(host, request);
      if (result === 'throttled') this.#retryThrottled(pending, settings);
      else if (result.functionError) await this.#failed(pending, settings, result);
      else await this.#record(pending, settings.DestinationConfig?.OnSuccess?.Destination, 'Success', result);
    } catch (error) {
      if (this.#stopped) return;
      logger.error(`The asynchronous invocation of ${request.functionName} is lost: ${messageOf(error)}`);
    }
  }

  async #invoke(host: Pick<LambdaHost, 'invoke'>, request: InvocationRequest): Promise<InvocationResult | 'throttled'> {
    try {
      return await host.invoke(request);
    } catch (error) {
      if (error instanceof AwsError && error.code === 'TooManyRequestsException') return 'throttled';
      throw error;
    }
  }

  #retryThrottled(pending: Pending, settings: EventInvokeConfiguration): void {
    const backoffMs = Math.min(1000 * 2 ** pending.throttles, MAX_THROTTLE_BACKOFF_MS);
    if (this.#tooOld(pending, settings, backoffMs)) {
      void this.#discard(pending, settings, 'EventAgeExceeded', undefined);
      return;
    }
    this.#later({ ...pending, throttles: pending.throttles + 1 }, backoffMs);
  }

  async #failed(pending: Pending, settings: EventInvokeConfiguration, result: InvocationResult): Promise<void> {
    const failedAttempts = pending.failedAttempts + 1;
    const failed = { ...pending, failedAttempts };
    const backoffMs = FIRST_RETRY_MS * failedAttempts;
    if (failedAttempts > (settings.MaximumRetryAttempts ?? DEFAULT_RETRIES)) {
      await this.#discard(failed, settings, 'RetriesExhausted', result);
    } else if (this.#tooOld(pending, settings, backoffMs)) {
      await this.#discard(failed, settings, 'EventAgeExceeded', result);
    } else {
      this.#later(failed, backoffMs);
    }
  }

  #later(pending: Pending, ms: number): void {
    this.#options.clock.setTimeout(() => void this.#attempt(pending), ms);
  }

  #tooOld(pending: Pending, settings: EventInvokeConfiguration, waitMs: number): boolean {
    const ageMs = (settings.MaximumEventAgeInSeconds ?? DEFAULT_AGE_SECONDS) * 1000;
    return this.#options.clock.now() + waitMs - pending.acceptedAt > ageMs;
  }

  async #discard(
    pending: Pending,
    settings: EventInvokeConfiguration,
    condition: string,
    result: InvocationResult | undefined,
  ): Promise<void> {
    const { functions, sessions, destinations, logger } = this.#options;
    const { functionName, qualifier, payload } = pending.request;
    const destination = settings.DestinationConfig?.OnFailure?.Destination;
    logger.warn(
      `${functionName}: an asynchronous event is given up (${condition})${result ? `: ${result.payload}` : ''}${
        destination || settings.deadLetterTarget
          ? ''
          : '; the function has no on-failure destination that could keep it'
      }`,
    );
    await this.#record(pending, destination, condition, result);
    if (!settings.deadLetterTarget) return;
    const fn = await functions.get(functionName, qualifier);
    const { credentials } = await sessions.assume(fn.roleArn, fn.name);
    await destinations.send(settings.deadLetterTarget, payload, credentials);
  }

  async #record(
    pending: Pending,
    destination: string | undefined,
    condition: string,
    result: InvocationResult | undefined,
  ): Promise<void> {
    if (!destination) return;
    const { functions, sessions, destinations, clock } = this.#options;
    const { functionName, qualifier, payload } = pending.request;
    const fn = await functions.get(functionName, qualifier);
    const { credentials } = await sessions.assume(fn.roleArn, fn.name);
    const record = {
      version: '1.0',
      timestamp: new Date(clock.now()).toISOString(),
      requestContext: {
        requestId: pending.requestId,
        functionArn: `${fn.arn}:${qualifier ?? '$LATEST'}`,
        condition,
        approximateInvokeCount: pending.failedAttempts + (condition === 'Success' ? 1 : 0),
      },
      requestPayload: JSON.parse(payload),
      ...(result
        ? {
            responseContext: {
              statusCode: 200,
              executedVersion: result.executedVersion,
              ...(result.functionError ? { functionError: result.functionError } : {}),
            },
            responsePayload: JSON.parse(result.payload),
          }
        : {}),
    };
    await destinations.send(destination, JSON.stringify(record), credentials);
  }
}

/** Reads what MiniStack keeps of a function's asynchronous settings. */
export function eventInvokeConfigurations(client: AwsClient) {
  return async (functionName: string, qualifier?: string): Promise<EventInvokeConfiguration> => {
    const name = encodeURIComponent(functionName);
    const query = qualifier ? { query: { Qualifier: qualifier } } : {};
    const get = (path: string) => client.rest({ service: 'lambda', method: 'GET', path, ...query }, ROOT_CREDENTIALS);
    const configuration = await get(`/2015-03-31/functions/${name}/configuration`);
    const { DeadLetterConfig } = JSON.parse(configuration.body.toString('utf8')) as {
      DeadLetterConfig?: { TargetArn?: string };
    };
    const deadLetter = DeadLetterConfig?.TargetArn ? { deadLetterTarget: DeadLetterConfig.TargetArn } : {};
    try {
      const settings = await get(`/2019-09-25/functions/${name}/event-invoke-config`);
      return { ...(JSON.parse(settings.body.toString('utf8')) as EventInvokeConfiguration), ...deadLetter };
    } catch (error) {
      if (error instanceof AwsError && error.code === 'ResourceNotFoundException') return deadLetter;
      throw error;
    }
  };
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
