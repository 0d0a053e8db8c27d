import { type Machine, type State, stateOf } from '../definition/machine';
import { type EventDetails, LONGEST_HISTORY, MOST_EXPRESS_EVENTS } from '../history/history-event';
import type { Effect } from './effects';
import type { Activation, Execution, Thread, Work } from './execution';
import { isExpress } from './express';
import type { Around, Observer } from './observer';
import { nextRandom } from './random';
import { yearEnd } from './timeout';

/** Thrown when the history has room for one more event only: the one that ends the execution. */
export class HistoryFull extends Error {}

/** What an event does not tell of itself. */
interface AboutEvent {
  /** It ends the execution. */
  ending?: true;
  /** It is a timeout because of a missed heartbeat. */
  heartbeat?: true;
}

/**
 * An execution while one event is worked into it. The original stays as it is: the draft copies the lists it changes
 * once, and every thread that changes is replaced by a new one.
 */
export class Draft {
  readonly effects: Effect[] = [];
  execution: Execution;

  constructor(
    readonly machine: Machine,
    original: Execution,
    /** Milliseconds since the epoch. */
    readonly now: number,
    private readonly around: Around,
  ) {
    this.execution = { ...original, threads: [...original.threads], ready: [...original.ready] };
  }

  get observer(): Observer | undefined {
    return this.around.observer;
  }

  activityExists(arn: string): boolean {
    return this.around.activityExists?.(arn) ?? true;
  }

  thread(id: number): Thread {
    const thread = this.execution.threads[id];
    if (!thread) throw new Error(`Thread ${id} has finished`);
    return thread;
  }

  /** The state that the thread is in or about to enter. */
  state(id: number): State {
    const { region, state } = this.thread(id);
    return stateOf(this.machine, region, state);
  }

  activation(id: number): Activation {
    const { activation, state } = this.thread(id);
    if (!activation) throw new Error(`State ${state} has not been entered`);
    return activation;
  }

  /** Puts a changed copy in the thread's place. Copies that name what they change are many times faster than merged objects. */
  replace(id: number, thread: Thread): void {
    this.execution.threads[id] = thread;
  }

  /** The thread's next event follows this one. */
  follow(id: number, lastEvent: number): void {
    this.replace(id, { ...this.thread(id), lastEvent });
  }

  activate(id: number, change: Partial<Activation>): void {
    this.replace(id, { ...this.thread(id), activation: { ...this.activation(id), ...change } });
  }

  work(id: number, work: Work): void {
    this.replace(id, { ...this.thread(id), activation: { ...this.activation(id), work } });
  }

  /** Puts the thread at the end of the queue. */
  enqueue(id: number): void {
    this.execution.ready.push(id);
  }

  dequeue(id: number): void {
    const { ready } = this.execution;
    if (ready.includes(id)) this.execution.ready = ready.filter((other) => other !== id);
  }

  spawn(thread: Thread): number {
    const id = this.execution.threads.push(thread) - 1;
    this.enqueue(id);
    return id;
  }

  remove(id: number): void {
    const { threads } = this.execution;
    threads[id] = null;
    while (threads.length > 0 && threads.at(-1) === null) threads.pop();
  }

  /**
   * Adds an event to the history.
   *
   * @returns its id.
   * @throws HistoryFull unless the event ends the execution.
   */
  record(type: string, previousEventId: number, details?: EventDetails, about?: AboutEvent): number {
    const id = this.execution.lastEventId + 1;
    if (id >= LONGEST_HISTORY && !about?.ending) this.checkLength(id);
    this.execution.lastEventId = id;
    const timestamp = this.now;
    const event = details
      ? { id, previousEventId, timestamp, type, details }
      : { id, previousEventId, timestamp, type };
    this.effects.push(about?.heartbeat ? { type: 'record', event, heartbeat: true } : { type: 'record', event });
    return id;
  }

  private checkLength(id: number): void {
    const most = isExpress(this.execution) ? MOST_EXPRESS_EVENTS : LONGEST_HISTORY;
    if (id >= most) throw new HistoryFull(`The execution reached the maximum number of history events (${most}).`);
  }

  /** Adds an event that follows the thread's last one, and is now its last one. */
  recordNext(id: number, type: string, details?: EventDetails, about?: AboutEvent): number {
    const event = this.record(type, this.thread(id).lastEvent, details, about);
    this.follow(id, event);
    return event;
  }

  /** @returns a number that no other task or timer of the execution has. */
  nextId(): number {
    return this.execution.nextId++;
  }

  setTimer(thread: number | null, delayMs: number): number {
    const timer = this.nextId();
    this.effects.push({ type: 'setTimer', timer, thread, at: Math.min(this.now + delayMs, yearEnd(this.execution)) });
    return timer;
  }

  clearTimer(timer: number | undefined): void {
    if (timer !== undefined) this.effects.push({ type: 'clearTimer', timer });
  }

  /** The execution's next random number, 0 ≤ n < 1. */
  readonly random = (): number => {
    const [number, state] = nextRandom(this.execution.random);
    this.execution.random = state;
    return number;
  };
}
