import { parseArn } from '../aws/arn';
import { ROOT_CREDENTIALS } from '../aws/credentials';
import type { DeployedFunction } from '../lambda/deployed-function';
import { parseFunctionReference } from '../lambda/function-reference';
import type { JsonObject } from '../stepfunctions';
import { invokeWithBatch } from './batch-outcome';
import { recordFilter } from './filter';
import type { EventSourceMapping } from './mapping';
import { PollLoop } from './poll-loop';
import type { Poller, PollerParts } from './poller';
import { queueRecord, type ReceivedMessage } from './queue-message';
import { invalid } from './settings';

const QUEUE_ACTIONS = ['ReceiveMessage', 'DeleteMessage', 'GetQueueAttributes'];
const IDLE_MS = 200;
const MAX_RECEIVE = 10;
/** With how many batches at once Lambda begins when no MaximumConcurrency is set. */
const DEFAULT_CONCURRENCY = 5;
const NOT_RUN_BACKOFF_MS = 1_000;

/**
 * Reads a queue with the permissions of the role of the mapping's function. What the function took is deleted; the rest comes back when its
 * visibility timeout is over, and goes to the queue's dead-letter queue as its redrive policy says.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html
 */
export class QueuePoller implements Poller {
  readonly #mapping: EventSourceMapping;
  readonly #parts: PollerParts;
  readonly #queueUrl: string;
  readonly #fifo: boolean;
  readonly #loop: PollLoop;
  #filter: (record: JsonObject) => boolean;
  #running = 0;

  constructor(mapping: EventSourceMapping, parts: PollerParts) {
    const { accountId, resource } = parseArn(mapping.EventSourceArn);
    this.#mapping = mapping;
    this.#parts = parts;
    this.#queueUrl = `${parts.endpoint}/${accountId}/${resource}`;
    this.#fifo = resource.endsWith('.fifo');
    this.#loop = new PollLoop(mapping, parts, () => this.#step());
    this.#filter = recordFilter(mapping.FilterCriteria);
  }

  async verify(): Promise<void> {
    await this.#permit();
    const fn = await this.#function();
    const input = { QueueUrl: this.#queueUrl, AttributeNames: ['VisibilityTimeout'] };
    const answer = await this.#parts.client.json('sqs', 'GetQueueAttributes', input, ROOT_CREDENTIALS);
    const seconds = Number((answer as { Attributes?: { VisibilityTimeout?: string } }).Attributes?.VisibilityTimeout);
    if (seconds < fn.timeoutSeconds) {
      throw invalid(
        `Queue visibility timeout: ${seconds} seconds is less than Function timeout: ${fn.timeoutSeconds} seconds`,
      );
    }
  }

  start(): void {
    void this.#loop.run(`Queue ${this.#mapping.EventSourceArn}`);
  }

  mappingChanged(): void {
    this.#filter = recordFilter(this.#mapping.FilterCriteria);
  }

  stop(): void {
    this.#loop.stop();
  }

  async #step(): Promise<number> {
    const free = this.#mapping.State === 'Enabled' && this.#running < this.#concurrency();
    return free && (await this.#poll()) ? 0 : IDLE_MS;
  }

  /** Gathers one batch and starts it; false when the queue had nothing. */
  async #poll(): Promise<boolean> {
    const { BatchSize, MaximumBatchingWindowInSeconds } = this.#mapping;
    await this.#permit();
    const messages = await this.#receive(BatchSize);
    if (messages.length === 0) return false;
    const end = this.#parts.clock.now() + MaximumBatchingWindowInSeconds * 1000;
    while (messages.length < BatchSize && this.#parts.clock.now() < end && !this.#loop.stopped) {
      const more = await this.#receive(BatchSize - messages.length);
      messages.push(...more);
      if (more.length === 0) await this.#loop.sleep(IDLE_MS);
    }
    this.#running++;
    void this.#process(messages)
      .catch((error: unknown) =>
        this.#parts.logger.error(`A batch of ${this.#queueUrl} was not settled: ${String(error)}`),
      )
      .finally(() => {
        this.#running--;
      });
    return true;
  }

  async #receive(wanted: number): Promise<ReceivedMessage[]> {
    const answer = await this.#ask('ReceiveMessage', {
      MaxNumberOfMessages: Math.min(wanted, MAX_RECEIVE),
      MessageSystemAttributeNames: ['All'],
      AttributeNames: ['All'],
      MessageAttributeNames: ['All'],
    });
    return (answer as { Messages?: ReceivedMessage[] }).Messages ?? [];
  }

  async #process(messages: ReceivedMessage[]): Promise<void> {
    const { EventSourceArn, FunctionResponseTypes } = this.#mapping;
    const records = messages.map((message) => queueRecord(message, EventSourceArn, this.#parts.region));
    const wanted = records.filter((record) => this.#filter(record));
    const unwanted = new Set(records.filter((record) => !wanted.includes(record)).map((record) => record.messageId));
    if (wanted.length === 0) return this.#delete(messages);

    const partial = FunctionResponseTypes.includes('ReportBatchItemFailures');
    const outcome = await invokeWithBatch(
      (request) => this.#parts.host.invoke(request),
      this.#target(),
      wanted,
      partial,
    );
    this.#mapping.LastProcessingResult =
      outcome.kind === 'success' ? `OK - ${wanted.length} records` : 'PROBLEM: Function call failed';
    if (outcome.kind === 'success') return this.#delete(messages);
    if (
      outcome.kind === 'partial' &&
      [...outcome.failed].every((id) => wanted.some((record) => record.messageId === id))
    ) {
      return this.#delete(messages.filter((message) => !outcome.failed.has(message.MessageId)));
    }
    await this.#delete(messages.filter((message) => unwanted.has(message.MessageId)));
    if (outcome.kind === 'notRun') await this.#loop.sleep(NOT_RUN_BACKOFF_MS);
  }

  async #delete(messages: ReceivedMessage[]): Promise<void> {
    for (let from = 0; from < messages.length; from += MAX_RECEIVE) {
      const Entries = messages
        .slice(from, from + MAX_RECEIVE)
        .map(({ ReceiptHandle }, index) => ({ Id: String(index), ReceiptHandle }));
      await this.#ask('DeleteMessageBatch', { Entries });
    }
  }

  /** A queue in order is worked on by one batch at a time, which keeps each of its groups in order. */
  #concurrency(): number {
    return this.#fifo ? 1 : (this.#mapping.ScalingConfig?.MaximumConcurrency ?? DEFAULT_CONCURRENCY);
  }

  async #permit(): Promise<void> {
    const { sessions, authorizer } = this.#parts;
    const fn = await this.#function();
    const { caller } = await sessions.assume(fn.roleArn, fn.name);
    for (const action of QUEUE_ACTIONS) {
      await authorizer.authorize(caller, `sqs:${action}`, this.#mapping.EventSourceArn).catch((error: Error) => {
        throw invalid(
          `The function execution role does not have permissions to call ${action} on SQS (${error.message})`,
        );
      });
    }
  }

  /** As root: what the role may do was asked before, and for a batch MiniStack asks for an action that IAM does not have. */
  #ask(operation: string, input: object): Promise<unknown> {
    return this.#parts.client.json('sqs', operation, { QueueUrl: this.#queueUrl, ...input }, ROOT_CREDENTIALS);
  }

  #function(): Promise<DeployedFunction> {
    const { functionName, qualifier } = this.#target();
    return this.#parts.functions.get(functionName, qualifier);
  }

  #target(): { functionName: string; qualifier?: string } {
    const { name, qualifier } = parseFunctionReference(this.#mapping.FunctionArn);
    return { functionName: name, ...(qualifier ? { qualifier } : {}) };
  }
}
