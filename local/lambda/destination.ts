import { parseArn } from '../aws/arn';
import type { AwsClient } from '../aws/client';
import type { Credentials } from '../aws/credentials';

/** Sends a record to the queue or topic of an `OnFailure` or `OnSuccess` destination, a dead-letter queue, or an event target. */
export class Destinations {
  readonly #client: AwsClient;
  readonly #endpoint: string;

  constructor(options: { client: AwsClient; endpoint: string }) {
    this.#client = options.client;
    this.#endpoint = options.endpoint;
  }

  /** Throws `AwsError` when the sender lacks the permission or the destination does not exist. */
  async send(destinationArn: string, body: string, credentials: Credentials): Promise<void> {
    const { service, accountId, resource } = parseArn(destinationArn);
    if (service === 'sqs') {
      const input = { QueueUrl: `${this.#endpoint}/${accountId}/${resource}`, MessageBody: body };
      await this.#client.json('sqs', 'SendMessage', input, credentials);
    } else if (service === 'sns') {
      await this.#client.query('sns', 'Publish', { TopicArn: destinationArn, Message: body }, credentials);
    } else {
      throw new Error(`${destinationArn} is neither a queue nor a topic: the local AWS has no other destinations.`);
    }
  }
}
