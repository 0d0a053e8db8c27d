import { nextRandom, type RandomState } from '../interpreter/random';
import type { Run, RunEnvironment } from '../runtime/run';
import type { AttemptJournal } from './attempt';
import type { ChildInputs } from './child-inputs';
import { ChildOutcomes } from './child-outcomes';
import { MapRunCounts } from './counts';
import type { MapRunRequest } from './request';
import { ResultList } from './results/result-list';
import { WrittenResults } from './results/written-results';
import type { MapRunChange, SavedMapRun } from './saved-map-run';
import type { Tolerance } from './tolerance';

export type MapRunStatus = 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'ABORTED';

const AS_IT_IS = { transformation: 'COMPACT', outputType: 'JSON' } as const;

/** What is known of a map run between its attempts, and how it gets into a journal and out of it. */
export class MapRunState {
  readonly counts = new MapRunCounts();
  /** What UpdateMapRun can change. */
  settings: Tolerance & { maxConcurrency: number };
  status: MapRunStatus = 'RUNNING';
  startedAt: number;
  stoppedAt: number | undefined;
  redriveCount = 0;
  redrivenAt: number | undefined;
  protected readonly outcomes = new ChildOutcomes();
  protected readonly list: ResultList;
  protected readonly written = new WrittenResults();
  protected random: RandomState;

  constructor(
    protected readonly request: MapRunRequest,
    protected readonly parent: Run,
    protected readonly environment: RunEnvironment,
  ) {
    const { maxConcurrency, toleratedFailureCount, toleratedFailurePercentage } = request;
    this.settings = {
      maxConcurrency,
      ...(toleratedFailureCount === undefined ? {} : { toleratedFailureCount }),
      ...(toleratedFailurePercentage === undefined ? {} : { toleratedFailurePercentage }),
    };
    this.startedAt = environment.clock.now();
    this.list = new ResultList(request.writer ?? AS_IT_IS);
    this.random = request.random;
  }

  get arn(): string {
    return this.request.arn;
  }

  get executionArn(): string {
    return this.parent.execution.arn;
  }

  protected get stopped(): { stoppedAt?: number } {
    return this.stoppedAt === undefined ? {} : { stoppedAt: this.stoppedAt };
  }

  protected save(thread: number): SavedMapRun {
    const { selector: _selector, ...request } = this.request;
    const { files, executions, items } = this.written;
    return {
      request,
      executionArn: this.executionArn,
      thread,
      settings: this.settings,
      status: this.status,
      startedAt: this.startedAt,
      ...this.stopped,
      redriveCount: this.redriveCount,
      ...(this.redrivenAt === undefined ? {} : { redrivenAt: this.redrivenAt }),
      random: this.random,
      counts: { executions: { ...this.counts.executions }, items: { ...this.counts.items } },
      outcomes: this.outcomes.save(),
      results: this.list.save(),
      written: { files: [...files], executions, items },
    };
  }

  protected restore(saved: SavedMapRun, runOf: (arn: string) => Run | undefined): void {
    this.settings = saved.settings;
    this.status = saved.status;
    this.startedAt = saved.startedAt;
    this.stoppedAt = saved.stoppedAt;
    this.redriveCount = saved.redriveCount;
    this.redrivenAt = saved.redrivenAt;
    this.random = saved.random;
    this.counts.restore(saved.counts);
    this.outcomes.restore(saved.outcomes, runOf);
    this.list.restore(saved.results);
    const { files, executions, items } = saved.written;
    this.written.files.push(...files);
    this.written.executions = executions;
    this.written.items = items;
  }

  protected journalChange(change: MapRunChange): void {
    this.environment.journal?.attemptRecord({ type: 'mapRunChanged', mapRunArn: this.arn, change });
  }

  protected attemptJournal(inputs: ChildInputs): { journal?: AttemptJournal } {
    const { journal } = this.environment;
    const { request } = this;
    if (!journal || request.executionType === 'EXPRESS') return {};
    const { arn: mapRunArn } = request;
    const of = ({ execution }: Run) => ({ mapRunArn, executionArn: execution.arn });
    return {
      journal: {
        found: ({ index, items, input }) => {
          const { position } = inputs;
          const found = { index, items, input: input.text, position, random: this.random };
          journal.attemptRecord({ type: 'inputFound', mapRunArn, ...found });
        },
        begun: (run) => journal.attemptRecord({ type: 'childBegun', ...of(run), random: this.random }),
        ended: (run) => journal.attemptRecord({ type: 'childEnded', ...of(run) }),
      },
    };
  }

  protected readonly nextRandom = (): number => {
    const [number, state] = nextRandom(this.random);
    this.random = state;
    return number;
  };
}
