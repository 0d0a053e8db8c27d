import { uuid } from '../expressions/functions';
import type { Execution, Failure } from '../interpreter/execution';
import { EXPRESS_SECONDS } from '../interpreter/express';
import { newExecution } from '../interpreter/new-execution';
import { Lane } from '../runtime/lane';
import { Run, type RunEnvironment } from '../runtime/run';
import type { Executions } from '../store/executions';
import type { StateMachine } from '../store/state-machines';
import { childMachineArn, expressChildArn, nameUuid, standardChildArn } from './arns';
import type { ChildInput } from './child-inputs';
import type { MapRunRequest } from './request';

const STOPPED: Failure = { cause: 'The parent Map Run was stopped.' };

/** A child that runs. */
export interface RunningChild {
  run: Run;
  index: number;
  items: number;
  /** UTF-16 units of its input. */
  size: number;
}

export interface ChildrenOptions {
  request: MapRunRequest;
  region: string;
  /** That of the parent, as it was when the parent started. */
  parent: StateMachine;
  /** What a child has of its parent's execution. */
  inherited: Pick<Execution, 'traceHeader' | 'testCase'>;
  environment: RunEnvironment;
  executions: Executions;
  random: () => number;
  onEnded(child: RunningChild): void;
}

/** Makes the executions that a map run consists of, and knows those that run. */
export class Children {
  readonly running = new Map<string, RunningChild>();
  /** ARNs of the STANDARD children that the attempt at hand has started or redriven. */
  readonly begun = new Set<string>();
  /** UTF-16 units of the inputs of those that run. */
  runningSize = 0;
  readonly stateMachine: StateMachine;
  readonly environment: RunEnvironment;

  constructor(private readonly options: ChildrenOptions) {
    const { parent, request, environment } = options;
    this.stateMachine = processorMachine(parent, request);
    this.environment = {
      ...environment,
      scheduler: new Lane(environment.scheduler),
      keepsHistory: request.executionType === 'STANDARD',
      onStatus: (run) => {
        environment.onStatus(run);
        if (run.execution.status !== 'RUNNING') this.ended(run);
      },
    };
  }

  /** @param redriveCount how often it has been started before: AWS starts an EXPRESS child anew to redrive it. */
  start({ index, input, items }: ChildInput, redriveCount: number): Run {
    const { request, executions, random, region, inherited } = this.options;
    const { arn, executionType, processor } = request;
    const express = executionType === 'EXPRESS';
    const name = nameUuid(`${arn}/${index}`);
    const execution = newExecution(
      this.stateMachine.machine,
      processor,
      {
        arn: express ? expressChildArn(arn, name, uuid(random)) : standardChildArn(arn, name),
        name,
        roleArn: this.stateMachine.roleArn,
        region,
        stateMachineArn: this.stateMachine.arn,
        stateMachineName: this.stateMachine.name,
        mapRun: { arn, express, items },
        ...inherited,
        input,
        startedAt: this.environment.clock.now(),
      },
      random,
    );
    const run = new Run(this.stateMachine.machine, { ...execution, redriveCount }, this.environment);
    executions.add({ run, stateMachine: this.stateMachine });
    this.add({ run, index, items, size: input.text.length });
    this.environment.onStatus(run);
    run.notify({ type: 'start' });
    return run;
  }

  /** Takes a child over that an earlier process has started or redriven. */
  adopt(run: Run, { index, items, input }: ChildInput): void {
    this.add({ run, index, items, size: input.text.length });
  }

  /** A child that was taken over had come to its end by then. */
  adoptEnd(run: Run): void {
    this.ended(run);
  }

  /** Lets a STANDARD child that has ended without success go on. */
  redrive(run: Run, { index, items, input }: ChildInput): void {
    this.add({ run, index, items, size: input.text.length });
    run.notify({ type: 'redrive' });
  }

  /** Stops the STANDARD children: AWS cannot stop EXPRESS ones, which come to their end by themselves. */
  stopAll(): void {
    if (this.options.request.executionType === 'EXPRESS') return;
    for (const { run } of this.running.values()) run.notify({ type: 'stop', failure: STOPPED });
  }

  /** Drops timers and calls: the engine shuts down. */
  close(): void {
    for (const { run } of this.running.values()) run.close();
  }

  private add(child: RunningChild): void {
    const { arn, mapRun } = child.run.execution;
    this.running.set(arn, child);
    if (!mapRun?.express) this.begun.add(arn);
    this.runningSize += child.size;
  }

  private ended({ execution }: Run): void {
    const child = this.running.get(execution.arn);
    if (!child) return;
    this.running.delete(execution.arn);
    this.runningSize -= child.size;
    if (execution.mapRun?.express) this.options.executions.delete(execution.arn);
    this.options.onEnded(child);
  }
}

/** The state machine that children belong to: the processor, under the parent's name. */
export function processorMachine(
  parent: StateMachine,
  { arn, processor, executionType }: Omit<MapRunRequest, 'selector'>,
): StateMachine {
  const { regions } = parent.machine;
  const { ProcessorConfig: _config, ...source } = regions.get(processor)?.source ?? {};
  const { QueryLanguage } = regions.get('')?.source ?? {};
  return {
    ...parent,
    arn: childMachineArn(arn),
    definition: JSON.stringify({ ...(QueryLanguage === undefined ? {} : { QueryLanguage }), ...source }),
    machine: executionType === 'EXPRESS' ? { regions, timeoutSeconds: EXPRESS_SECONDS } : { regions },
  };
}
