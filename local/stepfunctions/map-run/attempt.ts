import type { Failure } from '../interpreter/execution';
import { ErrorName } from '../interpreter/failures';
import type { Run } from '../runtime/run';
import type { Turns } from '../runtime/scheduler';
import type { ChildInput, ChildInputs } from './child-inputs';
import type { ChildOutcomes } from './child-outcomes';
import type { Children, RunningChild } from './children';
import { countedAs, type MapRunCounts } from './counts';
import {
  itemFailure,
  permissionFailure,
  RESULTS_TOO_LARGE,
  readerFailure,
  THRESHOLD_EXCEEDED,
  writerFailure,
} from './failures';
import type { ResultList } from './results/result-list';
import type { ResultWriter } from './results/result-writer';
import { Steps } from './steps';
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
  /** Told of what a later process has to know to go on; of EXPRESS children, which then run again, nothing. */
  journal?: AttemptJournal;
}

export interface AttemptJournal {
  found(input: ChildInput): void;
  begun(run: Run): void;
  ended(run: Run): void;
}

type Phase = 'opening' | 'running' | 'closing' | 'writing' | 'ended';

/**
 * One pass of a map run over its items: starts a child for each input, as many at once as may be, and writes what comes of
 * them.
 */
export class Attempt {
  private phase: Phase = 'opening';
  private next: ChildInput | undefined;
  /** No more inputs will come: all have been found, or the rest does not matter. */
  private allFound = false;
  private failure: Failure | undefined;
  private aborted = false;
  private readonly steps: Steps;

  constructor(private readonly options: AttemptOptions) {
    const { turns, waits } = options;
    const failed = (error: unknown) => this.close(itemFailure(error), false);
    this.steps = new Steps(turns, waits, () => this.work(), failed);
  }

  begin(): void {
    const { authorize, writer } = this.options;
    const opened = () => {
      if (this.phase === 'opening') this.phase = 'running';
    };
    this.steps.wait(
      authorize(),
      () => {
        if (writer) this.steps.wait(writer.probe(), opened, this.writerFailed);
        else opened();
      },
      (error) => this.close(permissionFailure(error), false),
    );
  }

  /** Takes over an input that an earlier process has found, and not begun with. */
  adoptFound(input: ChildInput): void {
    this.take(input);
  }

  /** Takes over the child that an earlier process has begun with the input found last. */
  adoptBegun(run: Run): void {
    const { next } = this;
    if (!next) throw new Error(`The map run has begun ${run.execution.arn} without an input`);
    this.countBegun(next);
    this.options.children.adopt(run, next);
  }

  /** Something has changed that the attempt may go on with. */
  wake(): void {
    this.steps.wake();
  }

  childEnded({ run, index, items }: RunningChild): void {
    const { counts, outcomes, writer, list, express } = this.options;
    const { execution } = run;
    const succeeded = execution.status === 'SUCCEEDED';
    counts.move('running', countedAs(execution.status), items);
    outcomes.note(index, succeeded, succeeded || express ? undefined : run);
    if (writer) writer.addEnded(execution, items);
    else list.add(index, execution, express);
    this.options.journal?.ended(run);
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

  private async work(): Promise<boolean> {
    const { writer, children } = this.options;
    if (this.phase !== 'running' && this.phase !== 'closing') return false;
    if (writer?.isFull && this.writes) return this.steps.wait(writer.flush(), () => {}, this.writerFailed);
    if (this.phase === 'running') return this.run();
    if (!this.allFound || this.next) return this.leavePending();
    if (children.running.size === 0) this.write();
    return false;
  }

  private async run(): Promise<boolean> {
    const { settings, counts, children } = this.options;
    if (exceedsTolerance(settings(), counts, this.allFound)) {
      this.close(THRESHOLD_EXCEEDED, true);
      return true;
    }
    if (this.next) return this.startNext(this.next);
    if (!this.allFound) return this.find();
    if (children.running.size > 0) return false;
    this.phase = 'closing';
    return true;
  }

  /** Gets the next input that has something to run. */
  private async find(): Promise<boolean> {
    const { inputs, outcomes } = this.options;
    if (!inputs.ready) {
      return this.steps.wait(
        inputs.fetch(),
        () => {},
        (error) => this.close(readerFailure(error), false),
      );
    }
    const found = await inputs.next();
    if (found === 'end') this.allFound = true;
    else if (found !== 'none' && !outcomes.hasSucceeded(found.index)) {
      this.take(found);
      // What is found only to be left pending is found again by who goes on.
      if (this.phase === 'running') this.options.journal?.found(found);
    }
    return true;
  }

  private take(found: ChildInput): void {
    const { outcomes, counts } = this.options;
    this.next = found;
    if (!outcomes.isUnsuccessful(found.index) && found.index >= counts.executions.total) {
      counts.add('pending', found.items);
    }
  }

  private countBegun({ index, items }: ChildInput): void {
    const { outcomes, counts } = this.options;
    this.next = undefined;
    counts.move(outcomes.isUnsuccessful(index) ? 'pendingRedrive' : 'pending', 'running', items);
  }

  private startNext(input: ChildInput): boolean {
    const { settings, children, outcomes, express, journal } = this.options;
    const most = settings().maxConcurrency || MOST_CHILDREN;
    if (children.running.size >= most) return false;
    if (express && children.running.size > 0 && children.runningSize > LARGEST_EXPRESS_INPUT) return false;
    this.countBegun(input);
    const run = outcomes.unsuccessfulRun(input.index);
    if (run) children.redrive(run, input);
    const begun = run ?? children.start(input, outcomes.failuresOf(input.index));
    journal?.begun(begun);
    return true;
  }

  /** Counts and writes what will not be started. */
  private async leavePending(): Promise<boolean> {
    const { next } = this;
    if (!next) return this.find();
    this.next = undefined;
    const { writer, outcomes } = this.options;
    if (!outcomes.isUnsuccessful(next.index)) writer?.addPending(next);
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
      this.steps.wait(writer.finish(written), () => this.end(), this.writerFailed);
      return;
    }
    if (!writer && !this.aborted) {
      counts.allWritten();
      if (list.isTooLarge) this.failure ??= RESULTS_TOO_LARGE;
    }
    this.end();
  }

  /** What has been aborted leaves no results, and neither does what could not be written. */
  private get writes(): boolean {
    return !this.aborted && this.failure?.error !== ErrorName.resultWriterFailed;
  }

  private end(): void {
    this.phase = 'ended';
    this.steps.end();
    this.options.counts.withdrawRedrive();
    this.options.onEnded(this.failure);
  }

  private readonly writerFailed = (error: unknown) => {
    const failure = writerFailure(error);
    if (this.phase !== 'writing') {
      this.close(failure, false);
      return;
    }
    this.failure ??= failure;
    this.end();
  };
}
