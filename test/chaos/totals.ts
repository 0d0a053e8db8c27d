import type { Progress } from './worker';

/** Adds up what the schedules did. */
export class Totals {
  private schedules = 0;
  private subjects = 0;
  private executions = 0;
  private calls = 0;
  private readonly faults = new Map<string, number>();
  private readonly started = Date.now();

  /** @param workflow what the schedules are about */
  constructor(
    private readonly expected: number,
    private readonly workflow: string,
  ) {}

  add(progress: Progress): void {
    if ('report' in progress) return;
    this.schedules += 1;
    this.subjects += progress.subjects;
    this.executions += progress.executions;
    this.calls += progress.calls;
    for (const [kind, count] of Object.entries(progress.faults)) {
      this.faults.set(kind, (this.faults.get(kind) ?? 0) + count);
    }
    if (this.schedules % 500 === 0) console.log(`${this.schedules}/${this.expected} after ${this.seconds()} s`);
  }

  print(): void {
    const kinds = [...this.faults].sort(([a], [b]) => (a < b ? -1 : 1)).map(([kind, count]) => `${kind} ${count}`);
    console.log(
      `${this.schedules} schedules, ${this.subjects} ${this.workflow}s, ${this.executions} executions, ${this.calls} AWS calls ` +
        `in ${this.seconds()} s. Faults: ${kinds.join(', ')}`,
    );
  }

  private seconds(): string {
    return ((Date.now() - this.started) / 1000).toFixed(0);
  }
}
