import './environment';
import { jest } from '@jest/globals';
import { FakeDynamoDB } from '../../fakes/dynamodb';
import { FakeStepFunctions } from '../../fakes/step-functions';
import type { StepFunctionsEvent } from '../../platform/step-functions-handler';
import type { ApprovalRequest } from '../approval-request';
import { linkIn } from '../mail';
import { handler as sweepHandler } from '../remind';
import { handler as requestHandler } from '../request';
import { type ApprovalRow, parseApprovalRow } from '../rows';
import { FakeParameter } from './parameter';
import { FakeTopic } from './topic';

export const EXECUTION = 'arn:aws:states:ap-northeast-1:000000000000:execution:test-blueprint-order:order-1';
export const START = Date.parse('2025-01-01T00:00:00Z');

export const REQUEST: ApprovalRequest = {
  tenantCode: 'tenant1',
  subject: 'Order A-1 over 5,000 EUR',
  details: [
    { label: 'Customer', value: 'Zürich <AG> & Co' },
    { label: 'Total', value: '5400' },
  ],
  requestId: 'request-1',
};

/** What a Task that waits for a person sends. */
export function requestEvent(
  taskToken: string | undefined,
  retries = 0,
  input: ApprovalRequest = REQUEST,
  redrives = 0,
): StepFunctionsEvent<ApprovalRequest> {
  return {
    source: 'step-function',
    input,
    context: {
      Execution: { Id: EXECUTION, Input: {}, Name: 'order-1', RoleArn: 'role', StartTime: '', RedriveCount: redrives },
      State: { EnteredTime: '2025-01-01T00:00:00.000Z', Name: 'wait_for_approval', RetryCount: retries },
      StateMachine: { Id: 'arn', Name: 'test-blueprint-order' },
    },
    taskToken,
  };
}

/** Everything that the functions of approvals touch, in memory, on a clock that stands until it is moved. */
export class ApprovalWorld {
  readonly db = new FakeDynamoDB().install();
  readonly sfn = new FakeStepFunctions().install();
  readonly topic = new FakeTopic().install();
  readonly parameter = new FakeParameter().install();

  /** The clock goes on by hours from world to world: what a function kept in one is stale in the next. */
  private static worlds = 0;

  constructor() {
    const now = START + 24 * 3_600_000 * ApprovalWorld.worlds++;
    jest.useFakeTimers({ now, doNotFake: [...TIMERS] });
    this.sfn.executions.set(EXECUTION, {
      name: 'order-1',
      input: '{}',
      status: 'RUNNING',
      redriveCount: 0,
      redrivable: true,
    });
  }

  advance(seconds: number): void {
    jest.setSystemTime(Date.now() + seconds * 1_000);
  }

  /** The Task asks, and waits with this token. */
  async ask(taskToken: string, retries = 0, input: ApprovalRequest = REQUEST, redrives = 0): Promise<string> {
    this.sfn.waiting.add(taskToken);
    return (await requestHandler(requestEvent(taskToken, retries, input, redrives))).approvalId;
  }

  sweep(): Promise<void> {
    return sweepHandler();
  }

  /** The newest link that an approver was mailed. */
  linkOf(approver: string): URL {
    const mail = this.topic.to(approver).at(-1);
    if (mail === undefined) throw new Error(`${approver} got no mail.`);
    return linkIn(mail.Message);
  }

  row(): ApprovalRow {
    const [row = {}] = this.db.rows('approvals');
    return parseApprovalRow(row);
  }

  /** What was sent back to Step Functions, taken or not. */
  answers(): string[] {
    return this.sfn.calls.flatMap(({ operation, input }) =>
      operation.startsWith('SendTask') ? [`${input.taskToken}: ${input.error ?? 'approved'}`] : [],
    );
  }

  /** The operations that write. */
  writes(): string[] {
    return [...this.db.operations(), ...this.sfn.operations()].filter(
      (operation) => !['Get', 'Query', 'DescribeExecution'].includes(operation),
    );
  }
}

/** Only the date is virtual: promises and immediate callbacks run as they do. */
const TIMERS = [
  'hrtime',
  'nextTick',
  'performance',
  'queueMicrotask',
  'setImmediate',
  'clearImmediate',
  'setInterval',
  'clearInterval',
  'setTimeout',
  'clearTimeout',
] as const;
