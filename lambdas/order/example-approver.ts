import { randomUUID } from 'node:crypto';
import { SNSClient } from '@aws-sdk/client-sns';
import { SQSClient } from '@aws-sdk/client-sqs';
import { SSMClient } from '@aws-sdk/client-ssm';
import { Mailbox, type ReceivedMail } from '../approval/mailbox';
import { makeLinkKey } from '../approval/make-link-key';
import type { ExampleRun } from '../platform/example';

/** A person who gets the mails of approvals, and approves what they ask. */
export class ExampleApprover {
  private constructor(
    private readonly run: ExampleRun,
    private readonly mailbox: Mailbox,
  ) {}

  static async wakeUp(run: ExampleRun): Promise<ExampleApprover> {
    await makeLinkKey(new SSMClient(run.aws), run.environment.approvals.linkKeyParameter);
    const clients = { sns: new SNSClient(run.aws), sqs: new SQSClient(run.aws) };
    const name = run.resourceName(`order-example-${randomUUID().slice(0, 8)}`);
    const topicArn = run.arn('sns', run.resourceName('approvals'));
    return new ExampleApprover(run, await Mailbox.subscribe(clients, topicArn, { name, arn: run.arn('sqs', name) }));
  }

  /** Waits for the mail about an order, and clicks its link's button. */
  async approve(orderId: string): Promise<void> {
    const { signal } = this.run;
    const mail = await this.mailAbout(orderId);
    const body = new URLSearchParams({ decision: 'approve' });
    const { status } = await fetch(mail.link, { method: 'POST', body, signal });
    if (status !== 200) throw new Error(`Approving order ${orderId} was answered ${status}, and should be 200.`);
  }

  /** Waits for the mails about orders: each of them waits for its approval. */
  async hearOf(orderIds: readonly string[]): Promise<void> {
    for (const orderId of orderIds) await this.mailAbout(orderId);
  }

  close(): Promise<void> {
    return this.mailbox.close();
  }

  private async mailAbout(orderId: string): Promise<ReceivedMail> {
    const { environment, signal } = this.run;
    const [mail] = await this.mailbox.about(`Order ${orderId}`, environment.approvals.approvers.slice(0, 1), signal);
    if (mail) return mail;
    throw new Error('This needs an approver: see approvals.approvers of the environment.');
  }
}
