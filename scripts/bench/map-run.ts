import * as z from 'zod';
import { runChild } from './child';
import { number } from './columns';
import { DEFAULT_ROWS } from './options';
import type { BenchContext, Report } from './section';

/** What the process may hold, however long the file is. */
const MEMORY_LIMIT_MIB = 512;
/** Longer only if something hangs. */
const LEAST_ROWS_PER_SECOND = 2_000;
const START_MS = 30_000;

const mapRunReport = z.object({
  status: z.string(),
  cause: z.string().optional(),
  rows: z.number(),
  children: z.number(),
  seconds: z.number(),
  peakMiB: z.number(),
  startMiB: z.number(),
  resultsMiB: z.number(),
});

/** A Distributed Map over a file of many rows, each of which is a child execution: speed, and memory that does not grow. */
export async function mapRun({ root, rows = DEFAULT_ROWS, signal, progress }: BenchContext): Promise<Report> {
  progress(`a Distributed Map of ${number(rows)} rows`);
  const script = require.resolve('@blueprint/local/stepfunctions/testing/map-run-process');
  const { reported } = await runChild(process.execPath, ['--import', 'tsx', script, String(rows), '1'], {
    cwd: root,
    env: process.env,
    limitMs: START_MS + (rows / LEAST_ROWS_PER_SECOND) * 1000,
    signal,
  });
  const measured = mapRunReport.parse(JSON.parse(reported));
  const { status, cause, seconds, peakMiB, startMiB, resultsMiB } = measured;
  const isComplete = status === 'SUCCEEDED' && measured.rows === rows;
  return {
    tables: [
      {
        title: `A Distributed Map of ${number(rows)} rows`,
        header: ['what', ''],
        rows: [
          ['status', status],
          ['child executions', number(measured.children)],
          ['seconds', number(seconds, 1)],
          ['rows per second', number(measured.rows / seconds)],
          ['peak MiB of the process', number(peakMiB)],
          ['of these, before it began', number(startMiB)],
          ['MiB of results', number(resultsMiB)],
        ],
        notes: [
          'The engine alone, in a process of its own. Each row is an EXPRESS child with a Pass state, 50 at once. The CSV file is',
          'made piece by piece while it is read, the results are written to nowhere.',
        ],
      },
    ],
    gates: [
      {
        name: `peak memory of a Distributed Map of ${number(rows)} rows`,
        measured: peakMiB,
        bound: 'at most',
        limit: MEMORY_LIMIT_MIB,
        unit: 'MiB',
      },
    ],
    failures: isComplete ? [] : [`the execution is ${status} with ${measured.rows} rows: ${cause ?? 'no cause'}`],
    measured,
  };
}
