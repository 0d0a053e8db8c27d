import { sns } from '../../platform/sns';

/** A message as it was published. */
export interface Mail {
  readonly TopicArn: string;
  readonly Subject: string;
  readonly Message: string;
  readonly MessageAttributes: Readonly<Record<string, { readonly DataType: string; readonly StringValue: string }>>;
}

/** A topic behind the handlers' own client: it keeps what is published. */
export class FakeTopic {
  readonly mails: Mail[] = [];
  /** Sees each message before it is published, and may throw. */
  before: (mail: Mail) => void | Promise<void> = () => undefined;

  install(): this {
    Reflect.set(sns, 'send', async ({ input }: { input: Mail }) => {
      await this.before(input);
      this.mails.push(input);
      return { MessageId: String(this.mails.length) };
    });
    return this;
  }

  /** What an approver was sent, in order. */
  to(approver: string): Mail[] {
    return this.mails.filter(({ MessageAttributes }) => MessageAttributes.approver?.StringValue === approver);
  }
}
