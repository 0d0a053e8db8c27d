import { executionDoesNotExist } from '../errors';
import type { Run } from '../runtime/run';
import type { StateMachine } from './state-machines';

/** An execution with the state machine that it started with. */
export interface StoredExecution {
  run: Run;
  stateMachine: StateMachine;
  traceHeader?: string;
}

/** How long AWS keeps a closed execution, and its name. @see https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html */
const RETENTION_MS = 90 * 24 * 60 * 60 * 1000;

/** The executions of the account. Those closed for 90 days are gone. */
export class Executions {
  private readonly executions = new Map<string, StoredExecution>();
  private readonly byMachine = new Map<string, StoredExecution[]>();

  /** @param now milliseconds since the epoch. */
  constructor(private readonly now: () => number) {}

  /** @throws ExecutionDoesNotExist */
  get(arn: string): StoredExecution {
    const found = this.find(arn);
    if (!found) throw executionDoesNotExist(arn);
    return found;
  }

  find(arn: string): StoredExecution | undefined {
    const found = this.executions.get(arn);
    if (found && this.isExpired(found)) {
      this.executions.delete(arn);
      return undefined;
    }
    return found;
  }

  add(stored: StoredExecution): void {
    const { arn, stateMachineArn } = stored.run.execution;
    this.executions.set(arn, stored);
    const siblings = this.byMachine.get(stateMachineArn);
    if (siblings) siblings.push(stored);
    else this.byMachine.set(stateMachineArn, [stored]);
  }

  /** Those of one state machine, the latest first. */
  of(stateMachineArn: string): StoredExecution[] {
    const kept = (this.byMachine.get(stateMachineArn) ?? []).filter((stored) => !this.isExpired(stored));
    this.byMachine.set(stateMachineArn, kept);
    return kept.toReversed();
  }

  /** Forgets all of one state machine, so that one created under its name later can use their names again. */
  deleteOf(stateMachineArn: string): void {
    for (const { run } of this.byMachine.get(stateMachineArn) ?? []) this.executions.delete(run.execution.arn);
    this.byMachine.delete(stateMachineArn);
  }

  all(): StoredExecution[] {
    return [...this.executions.values()];
  }

  private isExpired({ run }: StoredExecution): boolean {
    const { stoppedAt } = run.execution;
    return stoppedAt !== undefined && stoppedAt + RETENTION_MS <= this.now();
  }
}
