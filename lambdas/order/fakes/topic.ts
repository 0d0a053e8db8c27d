import { sns } from '../../platform/sns';

/** A message as a topic gets it. */
export interface Sent {
  readonly TopicArn: string;
  readonly Subject?: string;
  readonly Message: unknown;
  readonly MessageAttributes: Readonly<Record<string, { readonly StringValue: string }>>;
}

/** Keeps what is published. */
export class FakeTopic {
  readonly sent: Sent[] = [];
  /** Sees each message before it is taken, and may throw. */
  before: (sent: Sent) => void | Promise<void> = () => undefined;
  after: (sent: Sent) => void | Promise<void> = () => undefined;

  /** Puts this fake in the place of the client that handlers use. */
  install(): this {
    Reflect.set(sns, 'send', ({ input }: { input: Sent }) => this.publish(input));
    return this;
  }

  async publish(message: Sent): Promise<{ MessageId: string }> {
    await this.before(message);
    this.sent.push(structuredClone(message));
    await this.after(message);
    return { MessageId: String(this.sent.length) };
  }

  /** The statuses that systems were told of an order. */
  statusesOf(orderId: string): unknown[] {
    return this.sent
      .filter(({ MessageAttributes }) => MessageAttributes.audience?.StringValue === 'systems')
      .map(({ Message }) => (typeof Message === 'string' ? JSON.parse(Message) : Message))
      .flatMap((told) => (told.orderId === orderId ? [told.status] : []));
  }
}
