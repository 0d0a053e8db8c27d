import type { Scheduler } from 'fast-check';
import { awsError } from '../../fakes/step-functions';
import type { ApprovalRow } from '../rows';
import { ANN, BOB } from './environment';
import { click, open, type Shown } from './http';
import { ApprovalWorld } from './world';

/** What somebody does in a schedule. */
export const ACTS = [
  'ann-approves',
  'ann-rejects',
  'bob-rejects',
  'scanner',
  'forger',
  'sweep',
  'retry',
  'hour',
] as const;
export type Act = (typeof ACTS)[number];

/** What befalls the AWS call of that number: an error, or the end of its caller, before it takes effect or after. */
export interface Fault {
  readonly call: number;
  readonly when: 'before' | 'after';
  readonly kind: 'throw' | 'kill';
}

/**
 * One request for approval, and people, sweeps and retries that meet at it: each AWS call begins and ends when the scheduler says
 * so. Rules that must hold at every step are checked as it goes, the others by {@link finale}.
 */
export class Schedule {
  readonly violations: string[] = [];
  readonly pages: Shown[] = [];
  /** Answers that Step Functions took. */
  readonly taken: string[] = [];
  private readonly world = new ApprovalWorld();
  private faults: readonly Fault[] = [];
  private calls = 0;
  private tokens = 0;
  private writesBefore = 0;
  private decision: string | undefined;
  /** The newest attempt of the Task has returned. */
  private waits = false;

  /** Begins with a request that was mailed, and lets everything else happen at once. */
  async play(scheduler: Scheduler, acts: readonly Act[], faults: readonly Fault[]): Promise<void> {
    await this.attempt();
    this.writesBefore = this.world.writes().length;
    this.observe(scheduler);
    this.faults = faults;
    for (const act of acts) void this.act(scheduler, act);
    await scheduler.waitIdle();
    this.faults = [];
  }

  /** Faults are over, and time passes: whatever happened before, the Task gets the one answer that the row says. */
  async finale(scheduler: Scheduler): Promise<ApprovalRow> {
    const { world } = this;
    const settle = async (what: () => Promise<unknown>) => {
      void what().catch((error: Error) => this.violations.push(`the finale failed: ${error}`));
      await scheduler.waitIdle();
    };
    if (!this.waits) await settle(() => this.attempt());
    for (const seconds of [60, 60, 3_600, 60]) {
      world.advance(seconds);
      await settle(() => world.sweep());
    }
    const row = world.row();
    if (world.sfn.waiting.size > 0) this.violations.push(`${row.status}, but the Task still waits`);
    if (row.taskToken !== undefined || row.dueAt !== undefined) this.violations.push('the row keeps its token');
    return row;
  }

  /** The operations that write, of everything that happened after the request was mailed. */
  get writes(): readonly string[] {
    return this.world.writes().slice(this.writesBefore);
  }

  /** Everything that left the backend. */
  get published(): string {
    return JSON.stringify([this.world.topic.mails, this.pages]);
  }

  private async act(scheduler: Scheduler, act: Act): Promise<void> {
    await scheduler.schedule(Promise.resolve(), act);
    const { world } = this;
    const [ann, bob] = [world.linkOf(ANN), world.linkOf(BOB)];
    if (act === 'hour') world.advance(3_600);
    if (act === 'sweep') await world.sweep().catch(() => undefined);
    if (act === 'retry') await this.attempt().catch(() => undefined);
    if (act === 'scanner') this.pages.push(await open(ann));
    if (act === 'ann-approves') this.pages.push(await click(ann, 'approve'));
    if (act === 'ann-rejects') this.pages.push(await click(ann, 'reject', 'no'));
    if (act === 'bob-rejects') this.pages.push(await click(bob, 'reject'));
    if (act === 'forger') {
      ann.searchParams.set('for', bob.searchParams.get('for') ?? '');
      const { status } = await click(ann, 'approve');
      if (status !== 403 && status !== 500) this.violations.push(`a forged link was answered with ${status}`);
    }
  }

  /** A Task that was not answered is tried again with a new token; the old one is worth nothing from then on. */
  private async attempt(): Promise<void> {
    const { world } = this;
    if (this.tokens > 0 && world.sfn.waiting.size === 0) return;
    world.sfn.waiting.clear();
    this.waits = false;
    const attempt = ++this.tokens;
    await world.ask(`secret-token-${attempt}`, attempt - 1);
    if (attempt === this.tokens) this.waits = true;
  }

  private observe(scheduler: Scheduler): void {
    const { db, sfn, topic } = this.world;
    const step = async (call: number, when: Fault['when'], label: string) => {
      await scheduler.schedule(Promise.resolve(), `${label} ${when}`);
      const fault = this.faults.find((one) => one.call === call && one.when === when);
      if (fault?.kind === 'kill') await new Promise(() => undefined);
      if (fault) throw awsError('ServiceUnavailable');
    };
    const numbers = new WeakMap<object, number>();
    const before = async (call: { operation: string }) => {
      const number = this.calls++;
      numbers.set(call, number);
      await step(number, 'before', call.operation);
    };
    const after = (call: { operation: string }) => step(numbers.get(call) ?? -1, 'after', call.operation);
    db.before = before;
    db.after = async (call) => {
      this.check();
      await after(call);
    };
    sfn.before = async (call) => {
      await before(call);
      if (call.operation.startsWith('SendTask') && this.world.row().status === 'open') {
        this.violations.push('the Task was answered before the row was decided');
      }
    };
    sfn.after = async (call) => {
      if (call.operation.startsWith('SendTask')) this.taken.push(call.input.error ?? 'approved');
      await after(call);
    };
    topic.before = () => before({ operation: 'Publish' });
  }

  private check(): void {
    const { status, decidedBy, decidedAt, reason, expiresAt } = this.world.row();
    if (status === 'open') return;
    const decision = JSON.stringify([status, decidedBy, decidedAt, reason]);
    this.decision ??= decision;
    if (decision !== this.decision) this.violations.push(`decided as ${this.decision}, then as ${decision}`);
    const late = decidedBy !== undefined && String(decidedAt) >= expiresAt;
    if (late) this.violations.push(`decided by ${decidedBy} after the expiry`);
  }
}
