/**
 * Runs one Distributed Map over a generated CSV file in this process, each child calling a function that does nothing, and
 * prints what it took. `node --import tsx local/stepfunctions/testing/map-run.bench.ts [rows] [rows per child]`
 */
import { StepFunctions, SystemClock } from '../index';
import { GeneratedCsv } from './generated-csv';

const rows = Number(process.argv[2] ?? 1_000_000);
const MaxItemsPerBatch = Number(process.argv[3] ?? 100);
const objects = new GeneratedCsv(rows);
let children = 0;

const engine = new StepFunctions({
  region: 'ap-northeast-1',
  accountId: '000000000000',
  clock: new SystemClock(),
  random: Math.random,
  integrations: {
    supports: () => true,
    call: async () => {
      children += 1;
      return { output: { StatusCode: 200 } };
    },
    objects,
  },
});

const task = { Type: 'Task', Resource: 'arn:aws:states:::lambda:invoke', End: true };
const each = {
  Type: 'Map',
  Label: 'rows',
  ItemReader: {
    Resource: 'arn:aws:states:::s3:getObject',
    ReaderConfig: { InputType: 'CSV', CSVHeaderLocation: 'FIRST_ROW' },
    Arguments: { Bucket: 'bucket', Key: 'rows.csv' },
  },
  ItemBatcher: { MaxItemsPerBatch },
  MaxConcurrency: 50,
  ItemProcessor: {
    ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'EXPRESS' },
    StartAt: 'handle',
    States: { handle: task },
  },
  ResultWriter: { Resource: 'arn:aws:states:::s3:putObject', Arguments: { Bucket: 'bucket', Prefix: 'results' } },
  End: true,
};

const MB = 1024 * 1024;
let peak = 0;
const watch = setInterval(() => {
  peak = Math.max(peak, process.memoryUsage.rss());
}, 50);

async function ended(executionArn: string): Promise<{ status: string; cause?: string }> {
  for (;;) {
    const described = (await engine.handle('DescribeExecution', { executionArn })) as { status: string };
    if (described.status !== 'RUNNING') return described;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

async function main(): Promise<void> {
  const before = process.memoryUsage.rss();
  const definition = JSON.stringify({ QueryLanguage: 'JSONata', StartAt: 'each', States: { each } });
  const roleArn = 'arn:aws:iam::000000000000:role/machine';
  const machine = (await engine.handle('CreateStateMachine', { name: 'bench', definition, roleArn })) as {
    stateMachineArn: string;
  };
  const begun = performance.now();
  const { executionArn } = (await engine.handle('StartExecution', { stateMachineArn: machine.stateMachineArn })) as {
    executionArn: string;
  };
  const { status, cause } = await ended(executionArn);
  const seconds = (performance.now() - begun) / 1000;
  clearInterval(watch);
  console.log(
    JSON.stringify({
      status,
      ...(cause ? { cause } : {}),
      rows,
      children,
      seconds: Number(seconds.toFixed(1)),
      rowsPerSecond: Math.round(rows / seconds),
      childrenPerSecond: Math.round(children / seconds),
      startMB: Math.round(before / MB),
      peakMB: Math.round(peak / MB),
      resultsMB: Math.round(objects.written / MB),
    }),
  );
  engine.close();
}

void main();
