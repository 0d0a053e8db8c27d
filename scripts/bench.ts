import { mkdirSync, writeFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { columns } from './bench/columns';
import { describeGate, type Gate, isMissed } from './bench/gate';
import { thisMachine } from './bench/machine';
import { type BenchOptions, isOwnSection, type OwnSection, parseBenchOptions, usage } from './bench/options';
import type { BenchContext, Report, Section } from './bench/section';
import { runUntilStopped } from './command-line';
import { workflowsWith } from './workflow-files';

const root = resolve(__dirname, '..');
const scratch = join(root, '.local', 'bench');
const results = join(root, '.local', 'bench.json');

/** Loaded when their turn comes: what one section imports must not weigh on the times of another. */
const load: Record<OwnSection, () => Promise<Section>> = {
  synth: async () => (await import('./bench/synth')).synth,
  bundles: async () => (await import('./bench/bundles')).bundles,
  commands: async () => (await import('./bench/commands')).commands,
  engine: async () => (await import('./bench/engine')).engine,
  'map-run': async () => (await import('./bench/map-run')).mapRun,
  start: async () => (await import('./bench/start')).startAndTest,
};

async function loadWorkflow(name: string): Promise<Section> {
  return (await import('./bench/workflow')).workflowSection(root, name);
}

/** What could not be measured has not met its gates. */
interface Failure {
  readonly section: string;
  readonly reason: string;
}

async function main({ sections, rows }: BenchOptions, signal: AbortSignal): Promise<boolean> {
  mkdirSync(scratch, { recursive: true });
  const machine = thisMachine();
  console.log(`${machine.cpuModel}, ${machine.cpus} CPUs, ${machine.memoryGiB} GiB, Node ${machine.node}`);
  const measured: Record<string, object> = {};
  const gates: Gate[] = [];
  const failures: Failure[] = [];
  for (const section of sections) {
    signal.throwIfAborted();
    try {
      const report = await measure(section, rows, signal);
      measured[section] = report.measured;
      gates.push(...report.gates);
      failures.push(...(report.failures ?? []).map((reason) => ({ section, reason })));
      for (const table of report.tables) console.log(`\n${columns(table)}`);
    } catch (error) {
      signal.throwIfAborted();
      failures.push({ section, reason: error instanceof Error ? error.message : String(error) });
    }
  }
  const missed = gates.filter(isMissed);
  const outcome = {
    at: new Date().toISOString(),
    machine,
    measured,
    gates,
    missed: missed.map(describeGate),
    failures,
  };
  writeFileSync(results, `${JSON.stringify(outcome, null, 2)}\n`);
  conclude(gates, missed, failures);
  return missed.length === 0 && failures.length === 0;
}

async function measure(name: string, rows: number | undefined, signal: AbortSignal): Promise<Report> {
  const context: BenchContext = {
    root,
    scratch,
    rows,
    signal,
    progress: (line) => console.error(`  ${name}: ${line} …`),
  };
  const section = await (isOwnSection(name) ? load[name]() : loadWorkflow(name));
  return section(context);
}

function conclude(gates: readonly Gate[], missed: readonly Gate[], failures: readonly Failure[]): void {
  console.log(`\n${gates.length - missed.length} of ${gates.length} gates met. Numbers: ${relative(root, results)}`);
  for (const gate of missed) console.error(`gate missed: ${describeGate(gate)}`);
  for (const { section, reason } of failures) console.error(`not measured: ${section}: ${reason}`);
}

runUntilStopped(async (argv, signal) => {
  const workflows = workflowsWith(root, 'bench.ts');
  const options = parseBenchOptions(argv, workflows);
  if (options === undefined) return console.log(usage(workflows));
  return (await main(options, signal)) ? 0 : 1;
});
