import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { DescribeExecutionCommand, SFNClient } from '@aws-sdk/client-sfn';
import { SNSClient } from '@aws-sdk/client-sns';
import { SQSClient } from '@aws-sdk/client-sqs';
import { SSMClient } from '@aws-sdk/client-ssm';
import type { Example, ExampleRun } from '../platform/example';
import { startWorkflow } from '../platform/start-workflow';
import type {} from './approval-input';
import { Mailbox, type ReceivedMail } from './mailbox';
import { makeLinkKey } from './make-link-key';

const PATIENCE_MS = 30_000;

/** Two people are asked twice, by mail: one approves, one rejects, and a forger, a scanner of mail and a late click change nothing. */
export const example: Example = {
  async run(run) {
    const began = Date.now();
    const clients = { sns: new SNSClient(run.aws), sqs: new SQSClient(run.aws), sfn: new SFNClient(run.aws) };
    await makeLinkKey(new SSMClient(run.aws), run.environment.approvals.linkKeyParameter);
    const name = run.resourceName(`approval-example-${randomUUID().slice(0, 8)}`);
    const topicArn = run.arn('sns', run.resourceName('approvals'));
    const mailbox = await Mailbox.subscribe(clients, topicArn, { name, arn: run.arn('sqs', name) });
    try {
      const asked = await Promise.all(['A-1', 'A-2'].map((order) => ask(run, clients.sfn, order)));
      const [approval, rejection] = await Promise.all(
        asked.map(({ subject }) => mailbox.about(subject, run.environment.approvals.approvers.slice(0, 2), run.signal)),
      );
      await approve(run, clients.sfn, asked[0]?.executionArn ?? '', approval ?? []);
      await reject(run, clients.sfn, asked[1]?.executionArn ?? '', rejection ?? []);
    } finally {
      await mailbox.close();
    }
    const seconds = ((Date.now() - began) / 1_000).toFixed(1);
    return `2 people asked twice by mail: one approved and one rejected in ${seconds} s; opening a link decided nothing, a forged one was refused, a late click was told who had decided`;
  },
};

async function ask(run: ExampleRun, client: SFNClient, order: string) {
  const subject = `Order ${order} over 5,000 EUR (${randomUUID().slice(0, 8)})`;
  const machines = { client, arnPrefix: run.arn('states', `stateMachine:${run.resourceName('')}`) };
  const details = [
    { label: 'Customer', value: 'Example & Sons' },
    { label: 'Total', value: '5,400 EUR' },
  ];
  const input = { schemaVersion: 1, tenantCode: 'tenant1', requestId: 'example', subject, details } as const;
  const started = await startWorkflow(machines, 'approval', input, subject);
  return { subject, executionArn: run.arn('states', `execution:${run.resourceName('approval')}:${started}`) };
}

async function approve(run: ExampleRun, client: SFNClient, executionArn: string, mails: readonly ReceivedMail[]) {
  const [first, second] = two(mails);
  for (const scanned of [await open(run, first.link), await open(run, first.link)]) {
    expectAnswer('opening a link', scanned, 200, 'Waits for a decision');
  }
  const forged = new URL(first.link);
  forged.searchParams.set('for', second.link.searchParams.get('for') ?? '');
  expectAnswer('a forged link', await click(run, forged, { decision: 'approve' }), 403, 'was not made by this system');
  const { status } = await client.send(new DescribeExecutionCommand({ executionArn }));
  if (status !== 'RUNNING') throw new Error(`Nobody has decided, and the execution is ${status}: ${executionArn}`);
  const decided = `Approved by ${first.approver}`;
  expectAnswer('approving', await click(run, first.link, { decision: 'approve' }), 200, decided);
  expectAnswer('a late click', await click(run, second.link, { decision: 'reject' }), 409, decided);
  await expectOutput(run, client, executionArn, { status: 'approved', by: first.approver });
}

async function reject(run: ExampleRun, client: SFNClient, executionArn: string, mails: readonly ReceivedMail[]) {
  const [first, second] = two(mails);
  const reason = 'Too much for <one> order';
  const rejected = await click(run, second.link, { decision: 'reject', reason });
  expectAnswer('rejecting', rejected, 200, `Rejected by ${second.approver}`);
  expectAnswer('the link of the other', await open(run, first.link), 200, 'Too much for &lt;one&gt; order');
  await expectOutput(run, client, executionArn, { status: 'rejected', by: second.approver, reason });
}

function two([first, second]: readonly ReceivedMail[]): readonly [ReceivedMail, ReceivedMail] {
  if (first && second) return [first, second];
  throw new Error('The example needs two approvers: see approvals.approvers of the environment.');
}

interface Answer {
  readonly status: number;
  readonly body: string;
}

async function open({ signal }: ExampleRun, link: URL): Promise<Answer> {
  const answer = await fetch(link, { signal });
  return { status: answer.status, body: await answer.text() };
}

async function click({ signal }: ExampleRun, link: URL, form: Record<string, string>): Promise<Answer> {
  const answer = await fetch(link, { method: 'POST', body: new URLSearchParams(form), signal });
  return { status: answer.status, body: await answer.text() };
}

function expectAnswer(what: string, { status, body }: Answer, expected: number, part: string): void {
  if (status === expected && body.includes(part)) return;
  throw new Error(`${what} was answered ${status}, and should be ${expected} with "${part}". The page: ${body}`);
}

async function expectOutput(
  { signal }: ExampleRun,
  client: SFNClient,
  executionArn: string,
  expected: Readonly<Record<string, string>>,
): Promise<void> {
  for (const until = Date.now() + PATIENCE_MS; ; ) {
    const { status, output } = await client.send(new DescribeExecutionCommand({ executionArn }));
    const ended: Record<string, unknown> = JSON.parse(output ?? '{}');
    if (status === 'SUCCEEDED' && Object.entries(expected).every(([name, value]) => ended[name] === value)) return;
    if (status !== 'RUNNING' || Date.now() > until) {
      throw new Error(
        `The execution is ${status} with ${output}, and should have told ${JSON.stringify(expected)}: ${executionArn}`,
      );
    }
    await pause(100, undefined, { signal });
  }
}
