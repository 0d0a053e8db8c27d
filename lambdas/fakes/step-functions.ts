import { executionArn } from '../platform/live';
import { sfn } from '../platform/sfn';
import { sqs } from '../platform/sqs';

interface FakeExecution {
  name: string;
  input: string;
  status: 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'TIMED_OUT' | 'ABORTED';
  redriveCount: number;
  redrivable: boolean;
  error?: string;
  cause?: string;
}

interface Input {
  stateMachineArn: string;
  executionArn: string;
  name: string;
  input: string;
  clientToken: string;
  taskToken: string;
  output: string;
  error: string;
  cause: string;
}

export interface Call {
  operation: string;
  input: Input;
}

export function awsError(name: string, message = name): Error {
  return Object.assign(new Error(message), { name });
}

/** The few calls of Step Functions that the handlers make, as far as names, redrives and task tokens go. */
export class FakeStepFunctions {
  readonly calls: Call[] = [];
  readonly executions = new Map<string, FakeExecution>();
  /** Tokens somebody waits for; an answer to another one fails as in AWS. */
  readonly waiting = new Set<string>();
  before: (call: Call) => void | Promise<void> = () => undefined;
  after: (call: Call) => void | Promise<void> = () => undefined;

  install(): this {
    Reflect.set(sfn, 'send', (command: { constructor: { name: string }; input: Input }) => this.send(command));
    return this;
  }

  operations(): string[] {
    return this.calls.map(({ operation }) => operation);
  }

  of(operation: string): Input[] {
    return this.calls.filter((call) => call.operation === operation).map(({ input }) => input);
  }

  private async send(command: { constructor: { name: string }; input: Input }): Promise<unknown> {
    const call = { operation: command.constructor.name.replace('Command', ''), input: command.input };
    this.calls.push(call);
    await this.before(call);
    const answer = this.perform(call);
    await this.after(call);
    return answer;
  }

  private perform({ operation, input }: Call): unknown {
    if (operation === 'StartExecution') return this.start(input);
    if (operation === 'SendTaskSuccess' || operation === 'SendTaskFailure') {
      if (!this.waiting.delete(input.taskToken)) throw awsError('TaskTimedOut');
      return {};
    }
    const execution = this.executions.get(input.executionArn);
    if (execution === undefined) throw awsError('ExecutionDoesNotExist');
    if (operation === 'DescribeExecution') return { ...execution };
    if (operation !== 'RedriveExecution') throw new Error(`the fake does not know ${operation}`);
    if (!execution.redrivable || ['RUNNING', 'SUCCEEDED'].includes(execution.status))
      throw awsError('ExecutionNotRedrivable');
    execution.status = 'RUNNING';
    execution.redriveCount += 1;
    return {};
  }

  private start({ stateMachineArn, name, input }: Input): unknown {
    const arn = executionArn(stateMachineArn, name);
    if (this.executions.has(arn)) throw awsError('ExecutionAlreadyExists');
    this.executions.set(arn, { name, input, status: 'RUNNING', redriveCount: 0, redrivable: true });
    return { executionArn: arn };
  }
}

/** Keeps what is sent to queues. */
export class FakeQueue {
  readonly messages: string[] = [];
  readonly sent: { QueueUrl: string; MessageBody: string }[] = [];
  fail: Error | undefined;

  install(): this {
    Reflect.set(sqs, 'send', async ({ input }: { input: { QueueUrl: string; MessageBody: string } }) => {
      if (this.fail) throw this.fail;
      this.sent.push(input);
      this.messages.push(input.MessageBody);
      return {};
    });
    return this;
  }

  /** What a queue got, parsed. */
  in(queueUrl: string): unknown[] {
    return this.sent.filter(({ QueueUrl }) => QueueUrl === queueUrl).map(({ MessageBody }) => JSON.parse(MessageBody));
  }
}
