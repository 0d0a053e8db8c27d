import { EvaluationError } from '../expressions/template';
import type { Failure } from '../interpreter/execution';
import { ErrorName, StateFailure } from '../interpreter/failures';
import type { Runnable, Turns } from '../runtime/scheduler';
import type { ChildInput, ChildInputs } from './child-inputs';
import type { ChildOutcomes } from './child-outcomes';
import type { Children, RunningChild } from './children';
import { countedAs, type MapRunCounts } from './counts';
import type { ResultList } from './results/result-list';
import type { ResultWriter } from './results/result-writer';
import { exceedsTolerance, type Tolerance } from './tolerance';
import type { Waits } from './waits';

const MOST_CHILDREN = 10_000;

/** How much input EXPRESS children may have in memory together, in UTF-16 units; they are gone within minutes. */
const LARGEST_EXPRESS_INPUT = 32 * 1024 * 1024;

/** What an attempt works with. */
export interface AttemptOptions {
  inputs: ChildInputs;
  children: Children;
  counts: MapRunCounts;
  outcomes: ChildOutcomes;
  list: ResultList;
  writer?: ResultWriter;
  express: boolean;
  /** As they are at the moment: UpdateMapRun may change them. */
  settings: () => Tolerance & { maxConcurrency: number };
  turns: Turns;
  waits: Waits;
  /** Rejects when the role may not do what the attempt will. */
  authorize(): Promise<void>;
  /** Rejects when the role may not stop children. */
  authorizeStop(): Promise<void>;
  onEnded(failure: Failure | undefined): void;
}

type Phase = 'opening' | 'running' | 'closing' | 'writing' | 'ended';

/**
 * One pass of a map run over its items: starts a child for each input, as many at once as may be, and writes what comes of
 * them. It does so in steps, in its turn with all else; while it waits for S3 it takes none.
 */
export class Attempt implements Runnable {
  private phase: Phase = 'opening';
  private next: ChildInput | undefined;
  /** No more inputs will come: all have been found, or the rest does not matter. */
  private allFound = false;
  private failure: Failure | undefined;
  private aborted = false;
  /** Waits for S3 or a permission. */
  private waiting = false;
  private scheduled = false;
  private woken = false;

  constructor(private readonly options: AttemptOptions) {}

  begin(): void {
    const { authorize, writer } = this.options;
    const opened = () => {
      if (this.phase === 'opening') this.phase = 'running';
    };
    const refused = (error: unknown) => this.close({ error: ErrorName.runtime, cause: messageOf(error) }, false);
    this.wait(
      authorize(),
      () => {
        if (writer) this.wait(writer.probe(), opened, this.writerFailed);
        else opened();
      },
      refused,
    );
  }

  /** Something has changed that the attempt may go on with. */
  wake(): void {
    this.woken = true;
    if (this.scheduled || this.waiting || this.phase === 'ended') return;
    this.scheduled = true;
    this.options.turns.schedule(this);
  }

  childEnded({ run, index, items }: RunningChild): void {
    const { counts, outcomes, writer, list, express } = this.options;
    const { execution } = run;
    const succeeded = execution.status === 'SUCCEEDED';
    counts.move('running', countedAs(execution.status), items);
    outcomes.note(index, succeeded, succeeded || express ? undefined : run);
    if (writer) writer.addEnded(execution, items);
    else list.add(index, execution, express);
    this.wake();
  }

  /** Starts no more children, and ends without a result when the last has ended. */
  abort(): void {
    if (this.phase === 'ended') return;
    this.aborted = true;
    this.close({}, false);
    this.wake();
  }

  /** Lets go of the source: the engine shuts down. */
  shutDown(): void {
    void this.options.inputs.close();
  }

  async step(): Promise<boolean> {
    this.woken = false;
    let more = false;
    try {
      if (!this.waiting) more = await this.work();
    } catch (error) {
      this.close(failureOf(error), false);
      more = true;
    }
    this.scheduled = !this.waiting && this.phase !== 'ended' && (more || this.woken);
    return this.scheduled;
  }

  private async work(): Promise<boolean> {
    if (this.phase === 'running') return this.run();
    if (this.phase !== 'closing') return false;
    if (!this.allFound || this.next) return this.leavePending();
    if (this.options.children.running.size === 0) this.write();
    return false;
  }

  private async run(): Promise<boolean> {
    const { settings, counts, writer, children } = this.options;
    if (exceedsTolerance(settings(), counts, this.allFound)) {
      const cause = 'The specified tolerated failure threshold was exceeded';
      this.close({ error: ErrorName.exceedToleratedFailureThreshold, cause }, true);
      return true;
    }
    if (writer?.isFull) return this.wait(writer.flush(), () => {}, this.writerFailed);
    if (this.next) return this.startNext(this.next);
    if (!this.allFound) return this.find();
    if (children.running.size > 0) return false;
    this.phase = 'closing';
    return true;
  }

  /** Gets the next input that has something to run. */
  private async find(): Promise<boolean> {
    const { inputs, outcomes, counts } = this.options;
    if (!inputs.ready) return this.wait(inputs.fetch(), () => {}, this.readerFailed);
    const found = await inputs.next();
    if (found === 'end') this.allFound = true;
    else if (found !== 'none' && !outcomes.hasSucceeded(found.index)) {
      this.next = found;
      if (!outcomes.isUnsuccessful(found.index) && found.index >= counts.executions.total) {
        counts.add('pending', found.items);
      }
    }
    return true;
  }

  private startNext(input: ChildInput): boolean {
    const { settings, children, outcomes, counts, express } = this.options;
    const most = settings().maxConcurrency || MOST_CHILDREN;
    if (children.running.size >= most) return false;
    if (express && children.running.size > 0 && children.runningSize > LARGEST_EXPRESS_INPUT) return false;
    this.next = undefined;
    counts.move(outcomes.isUnsuccessful(input.index) ? 'pendingRedrive' : 'pending', 'running', input.items);
    const run = outcomes.unsuccessfulRun(input.index);
    if (run) children.redrive(run, input);
    else children.start(input, outcomes.failuresOf(input.index));
    return true;
  }

  /** Counts and writes what will not be started. */
  private async leavePending(): Promise<boolean> {
    const { next } = this;
    if (!next) return this.find();
    this.next = undefined;
    const { writer, outcomes } = this.options;
    if (!outcomes.isUnsuccessful(next.index)) writer?.addPending(next);
    if (writer?.isFull) return this.wait(writer.flush(), () => {}, this.writerFailed);
    return true;
  }

  /**
   * Starts no more children.
   *
   * @param findRest whether the inputs that are left are counted, and written as pending.
   */
  private close(failure: Failure, findRest: boolean): void {
    const stops = this.failure === undefined;
    this.failure ??= failure;
    this.allFound ||= !findRest;
    if (this.phase !== 'writing') this.phase = 'closing';
    if (stops) this.stopChildren();
  }

  private stopChildren(): void {
    const { authorizeStop, children } = this.options;
    if (children.running.size === 0) return;
    // Without the permission they run on, and the attempt ends when they have.
    authorizeStop().then(
      () => children.stopAll(),
      () => {},
    );
  }

  private write(): void {
    const { writer, counts, list, inputs } = this.options;
    this.phase = 'writing';
    void inputs.close();
    if (writer && this.writes) {
      const written = (status: string, executions: number, items: number) => {
        if (status !== 'PENDING') counts.written(executions, items);
      };
      this.wait(writer.finish(written), () => this.end(), this.writerFailed);
      return;
    }
    if (!writer && !this.aborted) {
      const { succeeded, failed, timedOut, aborted } = counts.executions;
      const { items } = counts;
      const ended = succeeded + failed + timedOut + aborted - counts.executions.resultsWritten;
      const endedItems = items.succeeded + items.failed + items.timedOut + items.aborted - items.resultsWritten;
      counts.written(ended, endedItems);
      if (list.isTooLarge) this.failure ??= tooLarge();
    }
    this.end();
  }

  /** What has been aborted leaves no results, and neither does what could not be written. */
  private get writes(): boolean {
    return !this.aborted && this.failure?.error !== ErrorName.resultWriterFailed;
  }

  private end(): void {
    this.phase = 'ended';
    this.options.counts.withdrawRedrive();
    this.options.onEnded(this.failure);
  }

  private readonly readerFailed = (error: unknown) => {
    this.close({ error: ErrorName.itemReaderFailed, cause: messageOf(error) }, false);
  };

  private readonly writerFailed = (error: unknown) => {
    this.failure ??= { error: ErrorName.resultWriterFailed, cause: messageOf(error) };
    if (this.phase === 'writing') this.end();
    else this.close(this.failure, false);
  };

  /** Lets others have their turns until the promise is settled. @returns false, for a step has no more to do then. */
  private wait(promise: Promise<unknown>, done: () => void, failed: (error: unknown) => void): false {
    this.waiting = true;
    this.options.waits
      .track(promise)
      .then(
        () => {
          this.waiting = false;
          done();
        },
        (error: unknown) => {
          this.waiting = false;
          failed(error);
        },
      )
      .then(() => this.wake());
    return false;
  }
}

const messageOf = (error: unknown) => (error instanceof Error ? error.message : String(error));

function tooLarge(): Failure {
  const cause = "The Map Run's results exceed the maximum number of bytes service limit.";
  return { error: ErrorName.dataLimitExceeded, cause };
}

/** What an item's selector or size fails the map run with. */
function failureOf(error: unknown): Failure {
  if (error instanceof StateFailure) return error.failure;
  if (error instanceof EvaluationError) return { error: ErrorName.queryEvaluationError, cause: error.sentence };
  return { error: ErrorName.runtime, cause: `The local Step Functions engine cannot go on: ${messageOf(error)}` };
}
