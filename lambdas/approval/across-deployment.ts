import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { SFNClient } from '@aws-sdk/client-sfn';
import { SNSClient } from '@aws-sdk/client-sns';
import { SQSClient } from '@aws-sdk/client-sqs';
import { SSMClient } from '@aws-sdk/client-ssm';
import { type AcrossDeployment, each } from '../platform/across-deployment';
import { awaitExecution } from '../platform/await-execution';
import type { ExampleRun } from '../platform/example';
import { startWorkflow } from '../platform/start-workflow';
import type {} from './approval-input';
import { Mailbox, type ReceivedMail } from './mailbox';
import { makeLinkKey } from './make-link-key';

const REQUESTS = 120;
const AT_ONCE = 8;

/** People are asked by one release, and answer to the next: by the link that the first one mailed. */
export const acrossDeployment: AcrossDeployment = {
  async begin(run) {
    const client = new SFNClient(run.aws);
    await makeLinkKey(new SSMClient(run.aws), run.environment.approvals.linkKeyParameter);
    const name = run.resourceName(`approval-deploy-${randomUUID().slice(0, 8)}`);
    const clients = { sns: new SNSClient(run.aws), sqs: new SQSClient(run.aws) };
    const topicArn = run.arn('sns', run.resourceName('approvals'));
    const mailbox = await Mailbox.subscribe(clients, topicArn, { name, arn: run.arn('sqs', name) });
    try {
      const asked: { executionArn: string; mail: ReceivedMail }[] = [];
      await each(subjects(), AT_ONCE, async (subject) => void asked.push(await ask(run, client, mailbox, subject)));
      return {
        count: REQUESTS,
        async goOn() {
          await each(asked, AT_ONCE, ({ executionArn, mail }) => approve(run, client, executionArn, mail));
          return `${REQUESTS} people approved by the links that they had before`;
        },
      };
    } finally {
      await mailbox.close();
    }
  },
};

function subjects(): string[] {
  const run = randomUUID().slice(0, 8);
  return Array.from({ length: REQUESTS }, (_, index) => `Order ${run}-${index}.`);
}

async function ask(run: ExampleRun, client: SFNClient, mailbox: Mailbox, subject: string) {
  const machines = { client, arnPrefix: run.arn('states', `stateMachine:${run.resourceName('')}`) };
  const details = [{ label: 'Total', value: '5,400 EUR' }];
  const input = { schemaVersion: 1, tenantCode: 'tenant1', requestId: 'deploy', subject, details } as const;
  const name = await startWorkflow(machines, 'approval', input, subject);
  const [mail] = await mailbox.about(subject, run.environment.approvals.approvers.slice(0, 1), run.signal);
  assert(mail, 'This needs an approver: see approvals.approvers of the environment.');
  return { executionArn: run.arn('states', `execution:${run.resourceName('approval')}:${name}`), mail };
}

async function approve(run: ExampleRun, client: SFNClient, executionArn: string, { link, approver }: ReceivedMail) {
  const body = new URLSearchParams({ decision: 'approve' });
  const { status } = await fetch(link, { method: 'POST', body, signal: run.signal });
  assert.equal(status, 200, `an approval was answered ${status}: ${executionArn}`);
  const { output, ...ended } = await awaitExecution(client, executionArn, run.signal);
  assert.equal(ended.status, 'SUCCEEDED', `${executionArn} ended ${ended.status}: ${ended.error} ${ended.cause}`);
  assert.equal((output as { by?: unknown }).by, approver, `${executionArn} does not say who approved`);
}
