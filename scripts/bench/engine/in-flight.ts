import { join } from 'node:path';
import * as z from 'zod';
import { runChild } from '../child';
import { number } from '../columns';
import type { BenchContext, Report } from '../section';
import type { Scenario } from './in-flight-process';

const LIMIT_MS = 120_000;

const scenarios: readonly { readonly scenario: Scenario; readonly executions: number; readonly title: string }[] = [
  { scenario: 'waiting', executions: 10_000, title: 'in a Wait state' },
  { scenario: 'calling', executions: 1_000, title: 'in a Lambda task' },
];

/** What the process tells of a scenario. */
const observed = z.object({
  transitions: z.number(),
  transitionMs: z.object({ median: z.number(), p99: z.number(), most: z.number() }),
  /** What the heap holds more than before, for each execution. */
  kibEach: z.number(),
  /** Of the whole process (max RSS). */
  peakMiB: z.number(),
});

/** Many executions at once: their memory, and whether the transition of one waits for the others. */
export async function inFlight(context: BenchContext): Promise<Report> {
  const measured: ({ title: string; executions: number } & z.infer<typeof observed>)[] = [];
  for (const { scenario, executions, title } of scenarios) {
    context.progress(`${number(executions)} executions ${title}`);
    measured.push({ title, executions, ...(await observe(context, scenario, executions)) });
  }
  return {
    tables: [
      {
        title: 'Executions at once',
        header: ['all are', 'executions', 'KiB each', 'peak MiB', 'transitions', 'median ms', 'p99 ms', 'most ms'],
        rows: measured.map(({ title, executions, kibEach, peakMiB, transitions, transitionMs }) => [
          title,
          number(executions),
          number(kibEach, 1),
          number(peakMiB),
          number(transitions),
          ...[transitionMs.median, transitionMs.p99, transitionMs.most].map((ms) => number(ms, 1)),
        ]),
        notes: [
          'The engine alone, in a process of its own for each row. A transition: from the moment at which a Wait is due, or a',
          'function has answered, until the next function is called. About a thousand are due each second.',
          'The function is a stand-in, which takes half a second to one and a half.',
        ],
      },
    ],
    gates: [],
    measured: { scenarios: measured },
  };
}

async function observe({ root, signal }: BenchContext, scenario: Scenario, executions: number) {
  const script = join(__dirname, 'in-flight-process.ts');
  const args = ['--expose-gc', '--import', 'tsx', script, scenario, String(executions)];
  const { reported } = await runChild(process.execPath, args, {
    cwd: root,
    env: process.env,
    limitMs: LIMIT_MS,
    signal,
  });
  return observed.parse(JSON.parse(reported));
}
