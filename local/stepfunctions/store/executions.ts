import { executionDoesNotExist } from '../errors';
import { isExpress } from '../interpreter/express';
import type { ExecutionJournal } from '../journal/execution-journal';
import type { Run } from '../runtime/run';
import { Redrives } from './redrives';
import type { StateMachine } from './state-machines';

/** An execution with the state machine that it started with. */
export interface StoredExecution {
  run: Run;
  stateMachine: StateMachine;
  traceHeader?: string;
  /** Greater than those of executions that were added before. */
  serial: number;
}

/** How long AWS keeps a closed execution, and its name. @see https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html */
const RETENTION_MS = 90 * 24 * 60 * 60 * 1000;

/** The executions of the account. Those closed for 90 days are gone. */
export class Executions {
  readonly redrives: Redrives;
  private readonly executions = new Map<string, StoredExecution>();
  private readonly byMachine = new Map<string, StoredExecution[]>();
  private readonly byMapRun = new Map<string, StoredExecution[]>();
  private lastSerial = 0;

  /**
   * @param now milliseconds since the epoch.
   * @param journal is told what is added and what is forgotten, but for what ages.
   */
  constructor(
    private readonly now: () => number,
    private readonly journal?: Pick<ExecutionJournal, 'added' | 'removed'>,
  ) {
    this.redrives = new Redrives(now);
  }

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

  add(added: Omit<StoredExecution, 'serial'>): StoredExecution {
    const stored = { ...added, serial: ++this.lastSerial };
    const { execution } = stored.run;
    const { arn, stateMachineArn, mapRun } = execution;
    this.executions.set(arn, stored);
    // An EXPRESS execution is gone when it has ended: it would have to be sought in the lists.
    if (isExpress(execution)) return stored;
    if (mapRun) append(this.byMapRun, mapRun.arn, stored);
    else append(this.byMachine, stateMachineArn, stored);
    this.journal?.added(stored);
    return stored;
  }

  /** Forgets a single execution, which no list holds. */
  delete(arn: string): void {
    this.executions.delete(arn);
  }

  /** Those of one state machine, the latest first. */
  of(stateMachineArn: string): StoredExecution[] {
    const kept = (this.byMachine.get(stateMachineArn) ?? []).filter((stored) => !this.isExpired(stored));
    this.byMachine.set(stateMachineArn, kept);
    return kept.toReversed();
  }

  /** The children of one map run that are kept, the latest first. */
  ofMapRun(mapRunArn: string): StoredExecution[] {
    return (this.byMapRun.get(mapRunArn) ?? []).filter((stored) => !this.isExpired(stored)).reverse();
  }

  deleteOfMapRun(mapRunArn: string): void {
    this.forget(this.byMapRun.get(mapRunArn) ?? []);
    this.byMapRun.delete(mapRunArn);
  }

  /** Forgets these of one state machine, so that one created under its name can use their names again. */
  deleteOf(stateMachineArn: string, all: readonly StoredExecution[]): void {
    this.forget(all);
    const gone = new Set(all);
    const kept = (this.byMachine.get(stateMachineArn) ?? []).filter((stored) => !gone.has(stored));
    if (kept.length > 0) this.byMachine.set(stateMachineArn, kept);
    else this.byMachine.delete(stateMachineArn);
  }

  all(): StoredExecution[] {
    return [...this.executions.values()];
  }

  private forget(all: readonly StoredExecution[]): void {
    for (const { run } of all) {
      this.executions.delete(run.execution.arn);
      this.redrives.delete(run.execution.arn);
      this.journal?.removed(run.execution.arn);
    }
  }

  private isExpired({ run }: StoredExecution): boolean {
    const { stoppedAt } = run.execution;
    return stoppedAt !== undefined && stoppedAt + RETENTION_MS <= this.now();
  }
}

function append(lists: Map<string, StoredExecution[]>, key: string, stored: StoredExecution): void {
  const list = lists.get(key);
  if (list) list.push(stored);
  else lists.set(key, [stored]);
}
