import type { Clock, TimerHandle } from '../clock/clock';
import type { Machine } from '../definition/machine';
import { shuttingDown } from '../errors';
import type { HistoryEvent } from '../history/history-event';
import type { Integrations, TaskOutcome } from '../integrations/integrations';
import { advance } from '../interpreter/advance';
import type { Effect, ExecutionEvent } from '../interpreter/effects';
import type { Execution, Failure } from '../interpreter/execution';
import { ErrorName } from '../interpreter/failures';
import type { Observer } from '../interpreter/observer';
import type { ExecutionJournal } from '../journal/execution-journal';
import type { JsonValue } from '../json';
import type { MapRunRequest } from '../map-run/request';
import type { Runnable, Turns } from './scheduler';

/** What a run needs around it. */
export interface RunEnvironment {
  clock: Clock;
  scheduler: Turns;
  integrations: Integrations;
  mapRuns: MapRunControl;
  activities: ActivityTasks;
  /** Whether the history is kept; it is told to `onRecord` in any case. */
  keepsHistory: boolean;
  /** Told of each event that has been worked in, before its effects are carried out. */
  journal?: ExecutionJournal;
  /**
   * `onRecord` and `onStatus` are called after each event of the history, and each change of status, in their order.
   *
   * @param missedHeartbeat whether the event is a timeout because of that.
   */
  onRecord(run: Run, event: HistoryEvent, missedHeartbeat: boolean): void;
  onStatus(run: Run): void;
  /** Told of the steps within a state. */
  observer?: Observer;
}

/** The map runs that an execution starts. Each tells it `mapRunEnded` at its end, unless it has been aborted. */
export interface MapRunControl {
  start(parent: Run, thread: number, request: MapRunRequest): void;
  redrive(mapRunArn: string, thread: number): void;
  abort(mapRunArn: string): void;
}

/** Where tasks of activities wait for workers. A run is told `activityStarted` or `activityMissing`. */
export interface ActivityTasks {
  exists(arn: string): boolean;
  offer(run: Run, task: { activityArn: string; thread: number; task: number; token: string; input: string }): void;
}

/** Without the time, which is that of its turn. */
type Incoming = ExecutionEvent extends infer Event ? (Event extends unknown ? Omit<Event, 'at'> : never) : never;

interface Waiting {
  event: Incoming;
  /** Throws when the event can no longer be accepted in its turn. */
  check?: (execution: Execution) => void;
  done?: { resolve: () => void; reject: (error: unknown) => void };
}

/** Drives one execution: feeds it its events one after another, and carries out what the interpreter wants done. */
export class Run implements Runnable {
  private readonly waiting: Waiting[] = [];
  private readonly timers = new Map<number, TimerHandle>();
  private readonly calls = new Map<number, AbortController>();
  private scheduled = false;
  private closed = false;

  constructor(
    readonly machine: Machine,
    public execution: Execution,
    private readonly environment: RunEnvironment,
    readonly history: HistoryEvent[] = [],
  ) {}

  /** Carries out what had been wanted, and had not come to its end, when an earlier process ended. */
  resume(effect: Effect): void {
    this.carryOut(effect);
  }

  /** Lets the execution know of something; it takes notice in its turn. */
  notify(event: Incoming): void {
    this.enqueue({ event });
  }

  /**
   * Lets the execution know of something that it may refuse.
   *
   * @param check throws when the execution, as it is in its turn, cannot accept the event.
   * @returns when the event has been worked in.
   */
  request(event: Incoming, check: (execution: Execution) => void): Promise<void> {
    return new Promise((resolve, reject) => this.enqueue({ event, check, done: { resolve, reject } }));
  }

  /** Ends the execution as aborted, unless it has ended already. */
  async stop(failure: Failure): Promise<void> {
    await this.request({ type: 'stop', failure }, () => {});
  }

  async step(): Promise<boolean> {
    if (this.closed) return false;
    const waiting = this.waiting.shift() ?? { event: { type: 'continue' } };
    if (this.accepts(waiting)) {
      try {
        await this.advance(waiting.event);
        waiting.done?.resolve();
      } catch (error) {
        waiting.done?.reject(error);
        await this.crash(error);
      }
    }
    this.scheduled = this.waiting.length > 0 || this.execution.ready.length > 0;
    return this.scheduled;
  }

  /** Drops timers and calls: the engine shuts down. */
  close(): void {
    this.closed = true;
    for (const timer of this.timers.values()) this.environment.clock.clearTimeout(timer);
    for (const call of this.calls.values()) call.abort();
    this.timers.clear();
    this.calls.clear();
    for (const { done } of this.waiting.splice(0)) done?.reject(shuttingDown());
  }

  private accepts({ check, done }: Waiting): boolean {
    try {
      check?.(this.execution);
      return true;
    } catch (error) {
      done?.reject(error);
      return false;
    }
  }

  private enqueue(waiting: Waiting): void {
    this.waiting.push(waiting);
    if (this.scheduled) return;
    this.scheduled = true;
    this.environment.scheduler.schedule(this);
  }

  private async advance(event: Incoming): Promise<void> {
    const { clock, observer, activities, journal } = this.environment;
    const timed = { ...event, at: clock.now() } as ExecutionEvent;
    const around = { activityExists: (arn: string) => activities.exists(arn), ...(observer ? { observer } : {}) };
    const { execution, effects } = await advance(this.machine, this.execution, timed, around);
    this.execution = execution;
    if (!this.closed) journal?.worked(this, timed, effects);
    for (const effect of effects) this.carryOut(effect);
  }

  /** An error of the engine itself must not leave the execution running for ever. */
  private async crash(error: unknown): Promise<void> {
    if (this.execution.status !== 'RUNNING') return;
    const cause = `The local Step Functions engine cannot go on: ${String(error)}`;
    await this.advance({ type: 'crash', failure: { error: ErrorName.runtime, cause } });
  }

  private carryOut(effect: Effect): void {
    if (this.closed) return;
    switch (effect.type) {
      case 'record':
        if (this.environment.keepsHistory) this.history.push(effect.event);
        this.environment.onRecord(this, effect.event, effect.heartbeat === true);
        break;
      case 'setTimer':
        this.setTimer(effect);
        break;
      case 'clearTimer':
        if (this.timers.has(effect.timer)) this.environment.clock.clearTimeout(this.timers.get(effect.timer));
        this.timers.delete(effect.timer);
        break;
      case 'call':
        this.call(effect);
        break;
      case 'offer':
        this.environment.activities.offer(this, effect);
        break;
      case 'abandon':
        this.calls.get(effect.task)?.abort();
        this.calls.delete(effect.task);
        break;
      case 'startMapRun':
        this.environment.mapRuns.start(this, effect.thread, effect.request);
        break;
      case 'redriveMapRun':
        this.environment.mapRuns.redrive(effect.mapRunArn, effect.thread);
        break;
      case 'abortMapRun':
        this.environment.mapRuns.abort(effect.mapRunArn);
        break;
      case 'status':
        this.environment.onStatus(this);
    }
  }

  private setTimer({ timer, thread, at }: Extract<Effect, { type: 'setTimer' }>): void {
    const { clock } = this.environment;
    const fire = () => {
      this.timers.delete(timer);
      this.notify({ type: 'timer', timer, thread });
    };
    this.timers.set(timer, clock.setTimeout(fire, at - clock.now()));
  }

  private call({ thread, task, request }: Extract<Effect, { type: 'call' }>): void {
    const controller = new AbortController();
    this.calls.set(task, controller);
    const answered = (outcome: TaskOutcome) => {
      this.calls.delete(task);
      this.notify({ type: 'answered', thread, task, outcome });
    };
    const submitted = (output: JsonValue) => this.notify({ type: 'submitted', thread, task, output });
    const { integrations } = this.environment;
    Promise.resolve()
      .then(() => integrations.call({ ...request, submitted, signal: controller.signal }))
      .then(answered, (error: unknown) => answered({ error: ErrorName.runtime, cause: String(error) }));
  }
}
