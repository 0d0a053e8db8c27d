import type { Clock } from '@blueprint/local/stepfunctions';
import { between, type Random } from '@blueprint/test/chaos/random';
import type { Background } from '@blueprint/test/chaos/world/background';
import type { Faults } from '@blueprint/test/chaos/world/faults';
import type { LambdaService } from '@blueprint/test/chaos/world/lambda-service';

interface QueueMessage {
  messageId: string;
  body: string;
  receives: number;
}

/** As `task-action-queue` is deployed, but for the visibility, which is shorter to have repeats meet what they repeat. */
const maxReceives = 5;
const visibilityMs = 60_000;
const minute = 60_000;

/**
 * A standard queue and the event source mapping that reads it, at its worst: any order, in batches of any size, and again; what
 * fails comes again when its visibility ends, and after five receives it lies in the dead letters.
 */
export class WorkQueue {
  dead: QueueMessage[] = [];
  private readonly sent: string[] = [];
  private waiting: QueueMessage[] = [];

  constructor(
    private readonly clock: Clock,
    private readonly random: Random,
    private readonly faults: Faults,
    private readonly lambda: LambdaService,
    private readonly background: Background,
    private readonly target: string,
  ) {}

  send(body: string): void {
    this.sent.push(body);
    const fault = this.faults.delivery('message');
    const arrive = (delay: number) =>
      this.arrive({ messageId: `message-${this.sent.length}`, body, receives: 0 }, delay);
    const late = fault === 'late' ? this.random() * minute : fault === 'very-late' ? this.random() * 20 * minute : 0;
    arrive(10 + this.random() * 300 + late);
    if (fault === 'repeated') arrive(this.random() * 1000);
    if (fault === 'repeated-later') arrive(this.random() * 20 * minute);
  }

  /** An operator has the dead letters received again. */
  redriveDead(): void {
    for (const message of this.dead.splice(0)) this.arrive({ ...message, receives: 0 }, 1);
  }

  /** Delivers everything once more. */
  replay(): Promise<unknown> {
    return this.lambda.invoke(this.target, { Records: this.sent.map((body, index) => record(`again-${index}`, body)) });
  }

  private arrive(message: QueueMessage, delay: number): void {
    this.clock.setTimeout(() => {
      this.waiting.push(message);
      if (this.waiting.length === 1) this.clock.setTimeout(() => this.poll(), this.random() * 200);
    }, delay);
  }

  private poll(): void {
    while (this.waiting.length > 0) {
      const batch = this.waiting.splice(0, between(this.random, 1, 3));
      this.background(this.receive(batch));
    }
  }

  private async receive(batch: readonly QueueMessage[]): Promise<void> {
    const answer = await this.lambda.invoke(this.target, {
      Records: batch.map(({ messageId, body }) => record(messageId, body)),
    });
    const failed = 'error' in answer ? batch : batch.filter(({ messageId }) => failures(answer.result).has(messageId));
    for (const message of failed) {
      const again = { ...message, receives: message.receives + 1 };
      if (again.receives >= maxReceives) this.dead.push(again);
      else this.arrive(again, visibilityMs);
    }
  }
}

/** @see https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html */
function record(messageId: string, body: string): object {
  return { messageId, body, receiptHandle: messageId, eventSource: 'aws:sqs', attributes: {}, messageAttributes: {} };
}

function failures(result: unknown): ReadonlySet<string> {
  const { batchItemFailures = [] } = (result ?? {}) as { batchItemFailures?: { itemIdentifier: string }[] };
  return new Set(batchItemFailures.map(({ itemIdentifier }) => itemIdentifier));
}
