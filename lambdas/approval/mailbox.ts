import { type SNSClient, SubscribeCommand, UnsubscribeCommand } from '@aws-sdk/client-sns';
import { CreateQueueCommand, DeleteQueueCommand, ReceiveMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import * as z from 'zod/mini';
import { parseJson } from '../platform/parse-json';
import { linkIn } from './mail';

/** A mail as a subscriber of the topic gets it. */
export interface ReceivedMail {
  readonly approver: string;
  readonly subject: string;
  readonly link: URL;
}

const envelope = z.object({
  Subject: z.string(),
  Message: z.string(),
  MessageAttributes: z.object({ approver: z.object({ Value: z.string() }) }),
});

/** Ms after which a mail that has not come is given up. */
const PATIENCE_MS = 30_000;

/** A queue that is subscribed to the topic of approvals, in the place of people's mailboxes: it gets every mail. */
export class Mailbox {
  private readonly mails: ReceivedMail[] = [];

  private constructor(
    private readonly clients: { readonly sns: SNSClient; readonly sqs: SQSClient },
    private readonly queueUrl: string,
    private readonly subscriptionArn: string,
  ) {}

  static async subscribe(
    clients: Mailbox['clients'],
    topicArn: string,
    queue: { readonly name: string; readonly arn: string },
  ): Promise<Mailbox> {
    const Policy = mayDeliver(topicArn, queue.arn);
    const { QueueUrl = '' } = await clients.sqs.send(
      new CreateQueueCommand({ QueueName: queue.name, Attributes: { Policy } }),
    );
    const { SubscriptionArn = '' } = await clients.sns.send(
      new SubscribeCommand({ TopicArn: topicArn, Protocol: 'sqs', Endpoint: queue.arn, ReturnSubscriptionArn: true }),
    );
    return new Mailbox(clients, QueueUrl, SubscriptionArn);
  }

  /**
   * Waits for the mails about a subject, one for each approver.
   *
   * @throws Error when they have not come after half a minute
   */
  async about(subject: string, approvers: readonly string[], signal: AbortSignal): Promise<ReceivedMail[]> {
    const until = Date.now() + PATIENCE_MS;
    for (;;) {
      const found = approvers.flatMap(
        (approver) => this.mails.find((mail) => mail.approver === approver && mail.subject.endsWith(subject)) ?? [],
      );
      if (found.length === approvers.length) return found;
      if (Date.now() > until) {
        throw new Error(
          `${found.length} of ${approvers.length} mails about "${subject}" came in ${PATIENCE_MS / 1_000} s.`,
        );
      }
      await this.receive(signal);
    }
  }

  async close(): Promise<void> {
    await this.clients.sns.send(new UnsubscribeCommand({ SubscriptionArn: this.subscriptionArn }));
    await this.clients.sqs.send(new DeleteQueueCommand({ QueueUrl: this.queueUrl }));
  }

  private async receive(abortSignal: AbortSignal): Promise<void> {
    const { Messages = [] } = await this.clients.sqs.send(
      new ReceiveMessageCommand({
        QueueUrl: this.queueUrl,
        MaxNumberOfMessages: 10,
        WaitTimeSeconds: 1,
        VisibilityTimeout: 600,
      }),
      { abortSignal },
    );
    for (const { Body = '' } of Messages) {
      const { Subject, Message, MessageAttributes } = envelope.parse(parseJson(Body));
      this.mails.push({ approver: MessageAttributes.approver.Value, subject: Subject, link: linkIn(Message) });
    }
  }
}

/** @see https://docs.aws.amazon.com/sns/latest/dg/subscribe-sqs-queue-to-sns-topic.html */
function mayDeliver(topicArn: string, queueArn: string): string {
  return JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Principal: { Service: 'sns.amazonaws.com' },
        Action: 'sqs:SendMessage',
        Resource: queueArn,
        Condition: { ArnEquals: { 'aws:SourceArn': topicArn } },
      },
    ],
  });
}
