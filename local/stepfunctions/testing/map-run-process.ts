/**
 * Runs one Distributed Map over a generated CSV file, whose children are Pass states, and writes what it took to file
 * descriptor 3: `map-run-process.ts <rows> <rows per child> <files>`. With more than one file it lists and loads them, each
 * of so many rows. In a process of its own, whose memory nothing else takes.
 */
import { writeSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { StepFunctions, SystemClock } from '../index';
import { GeneratedCsv } from './generated-csv';

/** What the process tells. */
export interface MapRunReport {
  status: string;
  cause?: string;
  /** Items and children that succeeded. */
  rows: number;
  children: number;
  seconds: number;
  /** Of the whole process (max RSS), and before the map run began. */
  peakMiB: number;
  startMiB: number;
  /** Of the files of results, which are not kept. */
  resultsMiB: number;
}

/** The members of answers that are read here. */
interface Answered {
  stateMachineArn: string;
  executionArn: string;
  status: string;
  cause?: string;
  mapRuns: { mapRunArn: string }[];
  itemCounts: { succeeded: number };
  executionCounts: { succeeded: number };
}

const MIB = 1024 * 1024;
const POLL_MS = 20;

const [rows = 0, MaxItemsPerBatch = 1, files = 1] = process.argv.slice(2).map(Number);
const objects = new GeneratedCsv(rows, files);
const engine = new StepFunctions({
  region: 'ap-northeast-1',
  accountId: '000000000000',
  clock: new SystemClock(),
  random: Math.random,
  integrations: { supports: () => false, call: () => Promise.reject(new Error('No state calls anything.')), objects },
});

const CSV = { InputType: 'CSV', CSVHeaderLocation: 'FIRST_ROW' };

const each = {
  Type: 'Map',
  Label: 'rows',
  ItemReader:
    files > 1
      ? {
          Resource: 'arn:aws:states:::s3:listObjectsV2',
          ReaderConfig: { ...CSV, Transformation: 'LOAD_AND_FLATTEN' },
          Arguments: { Bucket: 'bucket' },
        }
      : {
          Resource: 'arn:aws:states:::s3:getObject',
          ReaderConfig: CSV,
          Arguments: { Bucket: 'bucket', Key: 'rows.csv' },
        },
  ...(MaxItemsPerBatch > 1 ? { ItemBatcher: { MaxItemsPerBatch } } : {}),
  MaxConcurrency: 50,
  ItemProcessor: {
    ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'EXPRESS' },
    StartAt: 'pass',
    States: { pass: { Type: 'Pass', End: true } },
  },
  ResultWriter: { Resource: 'arn:aws:states:::s3:putObject', Arguments: { Bucket: 'bucket', Prefix: 'results' } },
  End: true,
};

const call = async (operation: string, input: object) => (await engine.handle(operation, input)) as Answered;

async function ended(executionArn: string): Promise<Answered> {
  for (;;) {
    const described = await call('DescribeExecution', { executionArn });
    if (described.status !== 'RUNNING') return described;
    await pause(POLL_MS);
  }
}

async function main(): Promise<void> {
  const startMiB = process.memoryUsage.rss() / MIB;
  const definition = JSON.stringify({ QueryLanguage: 'JSONata', StartAt: 'each', States: { each } });
  const roleArn = 'arn:aws:iam::000000000000:role/machine';
  const { stateMachineArn } = await call('CreateStateMachine', { name: 'map-run', definition, roleArn });
  const begun = performance.now();
  const { executionArn } = await call('StartExecution', { stateMachineArn });
  const { status, cause } = await ended(executionArn);
  const seconds = (performance.now() - begun) / 1000;
  const { mapRuns } = await call('ListMapRuns', { executionArn });
  const { itemCounts, executionCounts } = await call('DescribeMapRun', { mapRunArn: mapRuns[0]?.mapRunArn });
  const report: MapRunReport = {
    status,
    ...(cause === undefined ? {} : { cause }),
    rows: itemCounts.succeeded,
    children: executionCounts.succeeded,
    seconds,
    peakMiB: process.resourceUsage().maxRSS / 1024,
    startMiB,
    resultsMiB: objects.written / MIB,
  };
  writeSync(3, JSON.stringify(report));
  engine.close();
}

void main();
