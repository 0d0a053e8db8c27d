import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { statesOf, type Workflow } from '@blueprint/asl';
import { edgesOf } from '@blueprint/asl/graph/edges';
import type { ExecutionLogRecord } from '@blueprint/local';
import { expect, test } from '@jest/globals';
import { inRunFolder } from './run-folder';

/** Leaves a file for test/run/state-coverage-reporter.cjs, which prints what is covered when all tests have run. */
export function leaveReport(name: string, report: unknown): void {
  const folder = inRunFolder('state-coverage');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, `${name}.json`), JSON.stringify(report));
}

/** What the tests of one machine covered. */
export interface CoverageReport {
  readonly machine: string;
  readonly states: number;
  readonly statesCovered: number;
  readonly transitions: number;
  readonly transitionsCovered: number;
}

/** Which states and transitions of a definition executions have taken. Two ways from one state to the same next one are one. */
export class StateCoverage {
  private readonly states: ReadonlySet<string>;
  private readonly transitions: ReadonlySet<string>;
  private readonly entered = new Set<string>();
  private readonly taken = new Set<string>();

  constructor(
    private readonly machine: string,
    workflow: Workflow,
  ) {
    const all = statesOf(workflow);
    this.states = new Set(all.map(({ name }) => name));
    this.transitions = new Set(all.flatMap(({ name, state }) => edgesOf(state).map(({ to }) => transition(name, to))));
  }

  /** Adds what an execution did, by the records of its log at the level ALL. */
  add(records: readonly ExecutionLogRecord[]): void {
    const at = (record: ExecutionLogRecord, id: string) => `${record.execution_arn} ${id}`;
    const exits = new Map<string, string>();
    for (const record of records) {
      const name = String(record.details.name);
      if (record.type.endsWith('StateExited')) exits.set(at(record, record.id), name);
      if (!record.type.endsWith('StateEntered')) continue;
      this.entered.add(name);
      const before = exits.get(at(record, record.previous_event_id));
      if (before !== undefined) this.taken.add(transition(before, name));
      exits.delete(at(record, record.previous_event_id));
      // What ends the execution is not exited.
      if (record.type === 'FailStateEntered') this.taken.add(transition(name, undefined));
    }
    for (const name of exits.values()) this.taken.add(transition(name, undefined));
  }

  /** States and transitions that nothing has taken. */
  get missing(): readonly string[] {
    return [
      ...[...this.states].filter((name) => !this.entered.has(name)),
      ...[...this.transitions].filter((name) => !this.taken.has(name)),
    ];
  }

  get report(): CoverageReport {
    const covered = (all: ReadonlySet<string>, seen: ReadonlySet<string>) =>
      [...all].filter((one) => seen.has(one)).length;
    return {
      machine: this.machine,
      states: this.states.size,
      statesCovered: covered(this.states, this.entered),
      transitions: this.transitions.size,
      transitionsCovered: covered(this.transitions, this.taken),
    };
  }
}

/** The last test of a machine's file: its tests have taken each state and transition. It leaves the report that `npm test` prints. */
export function coversEveryTransition({ coverage }: { readonly coverage: StateCoverage }): void {
  test('the tests above take every state and transition', () => {
    leaveReport(coverage.report.machine, coverage.report);
    expect(coverage.missing).toEqual([]);
  });
}

function transition(from: string, to: string | undefined): string {
  return `${from} → ${to ?? 'end'}`;
}
