import { createReadStream, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { environment } from '@blueprint/env';
import * as z from 'zod';
import type { LocalRun } from '../start/clients';
import { followImport } from '../start/follow-import';
import { drop } from '../start/import-run';
import { runChild } from './child';
import { number } from './columns';
import type { Gate } from './gate';
import { LagProbe } from './imports/lag-probe';
import { writeProducts } from './imports/product-file';
import { type LocalAwsUsage, startLocalAwsProcess } from './local-aws/local-aws-process';
import type { BenchContext, Report } from './section';
import { applyStacks } from './start/raw-apply';
import { median } from './statistics';

/** What the engine may hold, however long the file is. */
const MEMORY_LIMIT_MIB = 512;
const PROBES_BEFORE = 10;
const HANDLER_LIMIT_MS = 120_000;
const KEY = 'imports/tenant1/products/products.csv';

interface Imported {
  readonly rows: number;
  readonly fileMiB: number;
  readonly seconds: number;
  readonly counts: {
    readonly read: number;
    readonly applied: number;
    readonly rejected: number;
    readonly failed: number;
  };
  readonly status: string;
  /** ms, of commands that people sent before and during the import. */
  readonly lagBefore: readonly number[];
  readonly lagDuring: readonly number[];
  readonly usage: LocalAwsUsage;
  /** Requests during the import, by service and operation. */
  readonly requests: Readonly<Record<string, number>>;
}

/** Imports a file through the deployed local environment, with commands of people beside it; and runs the rows handler alone. */
export async function imports(context: BenchContext): Promise<Report> {
  context.progress('the rows handler alone');
  const rowsPerSecondOfHandler = await rowsHandler(context);
  const imported = await importFile(context);
  return report(imported, rowsPerSecondOfHandler);
}

async function rowsHandler({ root, signal }: BenchContext): Promise<number> {
  const script = join(__dirname, 'imports', 'rows-handler.ts');
  const options = { cwd: root, env: process.env, limitMs: HANDLER_LIMIT_MS, signal };
  const { reported } = await runChild(process.execPath, ['--import', 'tsx', script], options);
  return z.object({ rowsPerSecond: z.number() }).parse(JSON.parse(reported)).rowsPerSecond;
}

async function importFile(context: BenchContext): Promise<Imported> {
  const { rows, scratch, signal } = context;
  const file = join(scratch, 'products.csv');
  await writeProducts(file, rows);
  const fileMiB = statSync(file).size / 1024 / 1024;
  const aws = await startLocalAwsProcess(context);
  try {
    context.progress('deploying the local environment');
    await applyStacks(context, aws.endpoint);
    const run: LocalRun = { endpoint: aws.endpoint, environment: environment('local'), signal };
    const probe = new LagProbe(run);
    context.progress('commands without an import');
    const lagBefore = await probe.measure(() => true, PROBES_BEFORE);
    const before = (await aws.usage()).requests;
    let isOver = false;
    const started = Date.now();
    const jobId = await drop(run, KEY, createReadStream(file), 'products');
    const probing = probe.measure(() => isOver, 1);
    // Awaited below; an error of the import itself comes first.
    probing.catch(() => undefined);
    const { job, counts } = await followImport(run, jobId, ({ applied }) =>
      context.progress(`${number(applied)} of ${number(rows)} rows applied`),
    ).finally(() => {
      isOver = true;
    });
    const seconds = (Date.now() - started) / 1000;
    const lagDuring = await probing;
    const usage = await aws.usage();
    const requests = Object.fromEntries(
      Object.entries(usage.requests).map(([name, count]) => [name, count - (before[name] ?? 0)]),
    );
    return { rows, fileMiB, seconds, counts, status: job.status, lagBefore, lagDuring, usage, requests };
  } finally {
    await aws.stop();
    rmSync(file, { force: true });
  }
}

function report(imported: Imported, handlerRowsPerSecond: number): Report {
  const { rows, seconds, counts, lagBefore, lagDuring, usage, requests } = imported;
  const isExact = imported.status === 'COMPLETED' && counts.read === rows && counts.applied === rows;
  const busiest = Object.entries(requests)
    .filter(([, count]) => count / rows >= 0.001)
    .sort(([, a], [, b]) => b - a);
  return {
    tables: [
      {
        title: `Import of ${number(rows)} rows (${number(imported.fileMiB, 1)} MiB)`,
        header: ['what', ''],
        rows: [
          ['status', imported.status],
          ['rows applied', number(counts.applied)],
          ['rows rejected, failed', `${number(counts.rejected)}, ${number(counts.failed)}`],
          ['seconds', number(seconds, 1)],
          ['rows per second', number(rows / seconds)],
          ['peak MiB of the engine', number(usage.peakHeapMiB)],
          ['peak MiB of the process, functions included', number(usage.peakProcessMiB)],
          [
            'lag of a command before, ms (median, most)',
            `${number(median([...lagBefore]))}, ${number(Math.max(...lagBefore))}`,
          ],
          [
            'lag of a command during, ms (median, most)',
            `${number(median([...lagDuring]))}, ${number(Math.max(...lagDuring))}`,
          ],
          ['rows per second of the rows handler alone', number(handlerRowsPerSecond)],
        ],
        notes: [
          'Lag: from the acceptance of a command, one a second, until it is settled.',
          'Engine: heap of the thread that also holds endpoint and pollers. The rows handler: one core, tables in memory.',
        ],
      },
      {
        title: 'Requests to the endpoint per row, those of commands beside the import included',
        header: ['service and operation', 'per row'],
        rows: busiest.map(([name, count]) => [name, number(count / rows, 4)]),
      },
    ],
    gates: [
      { name: 'rows applied', measured: counts.applied, bound: 'at least', limit: rows, unit: 'rows' },
      {
        name: 'peak memory of the engine',
        measured: usage.peakHeapMiB,
        bound: 'at most',
        limit: MEMORY_LIMIT_MIB,
        unit: 'MiB',
      },
    ] satisfies Gate[],
    failures: isExact ? [] : [`the import is ${imported.status} with ${JSON.stringify(counts)}`],
    measured: { ...imported, handlerRowsPerSecond },
  };
}
