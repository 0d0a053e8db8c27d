import { createReadStream, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { environment } from '@blueprint/env';
import { runChild } from '@blueprint/scripts/bench/child';
import { number } from '@blueprint/scripts/bench/columns';
import type { Gate } from '@blueprint/scripts/bench/gate';
import { type LocalAwsUsage, startLocalAwsProcess } from '@blueprint/scripts/bench/local-aws/local-aws-process';
import { PRICES } from '@blueprint/scripts/bench/prices';
import type { BenchContext, Report } from '@blueprint/scripts/bench/section';
import { applyStacks } from '@blueprint/scripts/bench/start/raw-apply';
import { median } from '@blueprint/scripts/bench/statistics';
import { deployment } from '@blueprint/scripts/start/clients';
import * as z from 'zod';
import { LagProbe } from './bench/lag-probe';
import { writeZipcodes } from './bench/zipcode-file';
import { drop } from './load/drop';
import { followImport } from './load/follow-import';

/** Of the file, unless somebody asks for others. */
const DEFAULT_ROWS = 20_000;
/** What the engine may hold, however long the file is. */
const MEMORY_LIMIT_MIB = 512;
/** US dollars for a million rows. */
const COST_LIMIT = 4;
const PROBES_BEFORE = 10;
const HANDLER_LIMIT_MS = 120_000;
const KEY = 'imports/tenant1/zipcodes/zipcodes.csv';

const rowUsage = z.object({ writeUnits: z.number(), readUnits: z.number(), requests: z.number() });
const tableUsage = z.object({ fresh: rowUsage, resting: rowUsage });
const alone = z.object({ rowsPerSecond: z.number(), usage: z.object({ zipcodes: tableUsage, products: tableUsage }) });
type Alone = z.infer<typeof alone>;

/** Rows of one child execution, and chunks of rows that one invocation applies, as the environments have them. */
const ROWS_PER_BATCH = 500;
const ROWS_PER_CHUNK = 48;

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
export async function section(context: BenchContext): Promise<Report> {
  context.progress('the handlers alone');
  const alone = await handlersAlone(context);
  const imported = await importFile(context);
  return report(imported, alone);
}

async function handlersAlone({ root, signal }: BenchContext): Promise<Alone> {
  const script = join(__dirname, 'bench', 'handlers-alone.ts');
  const options = { cwd: root, env: process.env, limitMs: HANDLER_LIMIT_MS, signal };
  const { reported } = await runChild(process.execPath, ['--import', 'tsx', script], options);
  return alone.parse(JSON.parse(reported));
}

async function importFile(context: BenchContext): Promise<Imported> {
  const { rows = DEFAULT_ROWS, scratch, signal } = context;
  const file = join(scratch, 'zipcodes.csv');
  await writeZipcodes(file, rows);
  const fileMiB = statSync(file).size / 1024 / 1024;
  const aws = await startLocalAwsProcess(context);
  try {
    context.progress('deploying the local environment');
    await applyStacks(context, aws.endpoint);
    const run = deployment({ endpoint: aws.endpoint, environment: environment('local'), signal });
    const probe = new LagProbe(run);
    context.progress('commands without an import');
    const lagBefore = await probe.measure(() => true, PROBES_BEFORE);
    const before = (await aws.usage()).requests;
    let isOver = false;
    const started = Date.now();
    const jobId = await drop(run, KEY, createReadStream(file), 'zipcodes');
    const probing = probe.measure(() => isOver, 1);
    // Awaited below; an error of the import itself comes first.
    probing.catch(() => undefined);
    let told = 0;
    const { job, counts } = await followImport(run, jobId, ({ applied }) => {
      if (applied < told + rows / 20) return;
      told = applied;
      context.progress(`${number(applied)} of ${number(rows)} rows applied`);
    }).finally(() => {
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

function report(imported: Imported, { rowsPerSecond, usage: perRow }: Alone): Report {
  const { rows, seconds, counts, lagBefore, lagDuring, usage, requests } = imported;
  const isExact = imported.status === 'COMPLETED' && counts.read === rows && counts.applied === rows;
  const busiest = Object.entries(requests)
    .filter(([, count]) => count / rows >= 0.001)
    .sort(([, a], [, b]) => b - a);
  return {
    tables: [
      {
        title: `Import of ${number(rows)} zip codes, a target each (${number(imported.fileMiB, 1)} MiB)`,
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
          ['rows per second of the rows handler alone', number(rowsPerSecond)],
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
      {
        title: 'Per row of an import, as AWS bills it',
        header: ['row', 'targets', 'write units', 'read units', 'DynamoDB requests', '$ a million'],
        rows: (
          [
            ['of a new zip code', 1, perRow.zipcodes.fresh],
            ['of a new product', 2, perRow.products.fresh],
            ['of a zip code that is there', 1, perRow.zipcodes.resting],
            ['of a product that is there', 2, perRow.products.resting],
          ] as const
        ).map(([row, targets, usage]) => [
          row,
          number(targets),
          number(usage.writeUnits, 2),
          number(usage.readUnits, 2),
          number(usage.requests, 3),
          number(dollarsPerMillion(usage), 2),
        ]),
        notes: [
          'Units are computed from the sizes of what the handlers write. Dollars: DynamoDB, one Express execution and invocation for',
          `each ${ROWS_PER_BATCH} rows, one invocation for each ${ROWS_PER_CHUNK} at the worst, at list prices in ${PRICES.region} (${PRICES.asOf}); durations, logs and`,
          'traces are not counted. One Standard execution for each row would be $225 more.',
        ],
      },
    ],
    gates: [
      {
        name: 'a million new rows with one target',
        measured: dollarsPerMillion(perRow.zipcodes.fresh),
        bound: 'at most',
        limit: COST_LIMIT,
        unit: '$',
      },
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
    measured: { ...imported, handlerRowsPerSecond: rowsPerSecond, perRow, prices: PRICES },
  };
}

function dollarsPerMillion({ writeUnits, readUnits }: z.infer<typeof rowUsage>): number {
  const { perMillion } = PRICES;
  const children = (perMillion.expressRequests + perMillion.invocations) / ROWS_PER_BATCH;
  return (
    writeUnits * perMillion.writeUnits +
    readUnits * perMillion.readUnits +
    children +
    perMillion.invocations / ROWS_PER_CHUNK
  );
}
