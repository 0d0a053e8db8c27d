import { createHash } from 'node:crypto';
import { RedriveExecutionCommand, type SFNClient } from '@aws-sdk/client-sfn';
import { isAwsError } from '../platform/errors';
import { describeExecution, type ExecutionState, startExecution } from '../platform/executions';
import { executionArn } from '../platform/live';
import { type CommandKey, executionName } from './keys';

/** The executions of the command machine. */
export class Executions {
  constructor(
    private readonly client: SFNClient,
    private readonly stateMachineArn: string,
  ) {}

  arn(key: CommandKey, attempt: number): string {
    return executionArn(this.stateMachineArn, executionName(key, attempt));
  }

  /**
   * Starts an attempt. The name and the input follow from the row alone, so a repeat changes nothing.
   */
  start(key: CommandKey, attempt: number): Promise<void> {
    return startExecution(this.client, {
      stateMachineArn: this.stateMachineArn,
      name: executionName(key, attempt),
      input: JSON.stringify(key),
    });
  }

  /** Undefined when there is no such execution: never started, or closed more than 90 days ago. */
  describe(key: CommandKey, attempt: number): Promise<ExecutionState | undefined> {
    return describeExecution(this.client, this.arn(key, attempt));
  }

  /**
   * Resumes a failed execution at the states that failed. The client token follows from the redrive's number, so that two
   * callers who both mean the same redrive ask for one.
   *
   * @returns false when it can't be redriven: it runs, it succeeded, or the window of 14 days is over
   * @see https://docs.aws.amazon.com/step-functions/latest/dg/redrive-executions.html
   */
  async redrive(key: CommandKey, attempt: number, redrive: number): Promise<boolean> {
    const executionArn = this.arn(key, attempt);
    const clientToken = createHash('sha256').update(`${executionArn}#${redrive}`).digest('hex');
    try {
      await this.client.send(new RedriveExecutionCommand({ executionArn, clientToken }));
      return true;
    } catch (error) {
      if (isAwsError(error, 'ExecutionNotRedrivable', 'ExecutionDoesNotExist')) return false;
      throw error;
    }
  }
}
