import type { Run } from '../runtime/run';

/** Lets Tasks wait for the end of executions that they have started. */
export class ExecutionEnds {
  private readonly waiting = new Map<string, (() => void)[]>();

  /** Resolves when the execution has ended; it may be redriven later. */
  async of({ execution }: Run): Promise<void> {
    if (execution.status !== 'RUNNING') return;
    await new Promise<void>((resolve) => {
      this.waiting.set(execution.arn, [...(this.waiting.get(execution.arn) ?? []), resolve]);
    });
  }

  /** To be called on each change of an execution's status. */
  told({ execution }: Run): void {
    if (execution.status === 'RUNNING') return;
    for (const resolve of this.waiting.get(execution.arn) ?? []) resolve();
    this.waiting.delete(execution.arn);
  }
}
