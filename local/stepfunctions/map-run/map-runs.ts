import { resourceNotFound } from '../errors';
import type { MapRunControl, Run, RunEnvironment } from '../runtime/run';
import type { Executions } from '../store/executions';
import { MapRun } from './map-run';
import type { MapRunRequest } from './request';
import { Waits } from './waits';

/** The map runs of the account. They are kept as long as the executions that started them. */
export class MapRuns implements MapRunControl {
  readonly waits = new Waits();
  private readonly mapRuns = new Map<string, MapRun>();
  private readonly byExecution = new Map<string, MapRun[]>();

  /** @param environment that of the executions, which is complete only when this is made. */
  constructor(
    private readonly executions: Executions,
    private readonly environment: () => RunEnvironment,
  ) {}

  start(parent: Run, thread: number, request: MapRunRequest): void {
    this.add(parent, request).start(thread);
  }

  /** A map run that has not been started, or that goes on from where an earlier process has ended. */
  add(parent: Run, request: MapRunRequest): MapRun {
    const { stateMachine } = this.executions.get(parent.execution.arn);
    const mapRun = new MapRun({
      request,
      parent,
      stateMachine,
      environment: this.environment(),
      executions: this.executions,
      waits: this.waits,
    });
    this.mapRuns.set(request.arn, mapRun);
    const siblings = this.byExecution.get(mapRun.executionArn);
    if (siblings) siblings.push(mapRun);
    else this.byExecution.set(mapRun.executionArn, [mapRun]);
    return mapRun;
  }

  redrive(mapRunArn: string, thread: number): void {
    this.get(mapRunArn).redrive(thread);
  }

  abort(mapRunArn: string): void {
    this.mapRuns.get(mapRunArn)?.abort();
  }

  find(arn: string): MapRun | undefined {
    return this.mapRuns.get(arn);
  }

  /** @throws ResourceNotFound */
  get(arn: string): MapRun {
    const found = this.mapRuns.get(arn);
    if (!found || !this.executions.find(found.executionArn)) throw resourceNotFound(arn);
    return found;
  }

  /** The latest first. */
  of(executionArn: string): MapRun[] {
    return (this.byExecution.get(executionArn) ?? []).toReversed();
  }

  /** Forgets all that an execution has started, and their children. */
  deleteOf(executionArn: string): void {
    for (const { arn } of this.byExecution.get(executionArn) ?? []) {
      for (const { run } of this.executions.ofMapRun(arn)) this.deleteOf(run.execution.arn);
      this.executions.deleteOfMapRun(arn);
      this.mapRuns.delete(arn);
    }
    this.byExecution.delete(executionArn);
  }

  /** The engine shuts down. */
  close(): void {
    for (const mapRun of this.mapRuns.values()) mapRun.close();
  }
}
