import type { Logger } from '../logger';
import type { Clock, TimerHandle } from '../stepfunctions';
import type { Rule, Rules } from './rules';
import { parseSchedule } from './schedule';

export interface SchedulerOptions {
  rules: Pick<Rules, 'of' | 'onChange'>;
  clock: Clock;
  logger: Logger;
  fire(rule: Rule, dueMs: number): void;
}

const TICK_MS = 1_000;
const MINUTE_MS = 60_000;

/** Fires the scheduled rules of the default bus; a rate counts from the moment its rule was first seen. */
export class Scheduler {
  readonly #options: SchedulerOptions;
  readonly #nextDue = new Map<string, number>();
  #lastMinute: number;
  #timer: TimerHandle | undefined;
  #stopped = false;
  #warned = '';

  constructor(options: SchedulerOptions) {
    this.#options = options;
    this.#lastMinute = Math.floor(options.clock.now() / MINUTE_MS);
  }

  /** Looks for due rules every second, once there is any scheduled rule. */
  start(): void {
    this.#options.rules.onChange(() => this.#arm());
    this.#arm();
  }

  stop(): void {
    this.#stopped = true;
    if (this.#timer !== undefined) this.#options.clock.clearTimeout(this.#timer);
  }

  #arm(): void {
    if (this.#stopped || this.#timer !== undefined) return;
    this.#timer = this.#options.clock.setTimeout(() => void this.#tick(), TICK_MS);
  }

  async #tick(): Promise<void> {
    this.#timer = undefined;
    try {
      const rules = await this.#options.rules.of('default');
      const scheduled = rules.filter((rule) => rule.schedule !== undefined);
      this.#warned = '';
      this.#fireDue(scheduled);
      if (scheduled.length > 0) this.#arm();
    } catch (error) {
      const warning = `The scheduled rules could not be read: ${String(error)}`;
      if (warning !== this.#warned && !this.#stopped) this.#options.logger.warn(warning);
      this.#warned = warning;
      this.#arm();
    }
  }

  #fireDue(rules: Rule[]): void {
    const now = this.#options.clock.now();
    const minute = Math.floor(now / MINUTE_MS);
    for (const rule of rules) {
      const schedule = parseSchedule(rule.schedule ?? '');
      if ('cron' in schedule) {
        const due = minute > this.#lastMinute && schedule.cron(new Date(minute * MINUTE_MS));
        if (due) this.#options.fire(rule, minute * MINUTE_MS);
        continue;
      }
      const key = `${rule.arn} ${rule.schedule}`;
      const due = this.#nextDue.get(key);
      if (due === undefined) this.#nextDue.set(key, now + schedule.everyMs);
      else if (now >= due) {
        this.#nextDue.set(key, due + schedule.everyMs);
        this.#options.fire(rule, due);
      }
    }
    this.#lastMinute = minute;
  }
}
