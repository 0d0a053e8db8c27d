import { join } from 'node:path';
import { MiniStack } from '@blueprint/local/ministack/process';
import { number } from './columns';
import { EngineClient, type Speed } from './engine/client';
import { chain, loop, single, type Workload } from './engine/definitions';
import type { Gate } from './gate';
import { ministackExecutable, startLocalAwsProcess } from './local-aws/local-aws-process';
import type { BenchContext, Report } from './section';
import { median } from './statistics';

const ROUNDS = 3;

interface Measure {
  readonly workload: Workload;
  readonly executions: number;
  readonly speed: keyof Speed;
  readonly unit: string;
}

const measures: readonly Measure[] = [
  { workload: chain, executions: 20, speed: 'transitionsPerSecond', unit: 'transitions/s' },
  { workload: loop, executions: 20, speed: 'transitionsPerSecond', unit: 'transitions/s' },
  { workload: single, executions: 1000, speed: 'startsPerSecond', unit: 'starts/s' },
];

interface Compared {
  readonly workload: string;
  readonly unit: string;
  readonly executions: number;
  readonly ours: number;
  readonly ministack: number;
  readonly ratio: number;
}

/** Our Step Functions engine beside MiniStack's: the same definitions, client and concurrency, over HTTP, in turn. */
export async function engine(context: BenchContext): Promise<Report> {
  const aws = await startLocalAwsProcess(context);
  try {
    const ministack = await startMiniStack(context);
    try {
      return report(await compare(context, aws.endpoint, ministack.endpoint));
    } finally {
      await ministack.stop();
    }
  } finally {
    await aws.stop();
  }
}

/** The one that our endpoint stands before serves only what is not ours; this one answers by itself. */
function startMiniStack({ root, scratch }: BenchContext): Promise<MiniStack> {
  return MiniStack.start({
    executable: ministackExecutable(root),
    dataFolder: join(scratch, 'ministack'),
    region: 'ap-northeast-1',
    accountId: '000000000000',
    logger: console,
  });
}

async function compare(context: BenchContext, ourEndpoint: string, ministackEndpoint: string): Promise<Compared[]> {
  const ours = await EngineClient.connect(ourEndpoint, context.signal);
  const ministack = await EngineClient.connect(ministackEndpoint, context.signal);
  const compared: Compared[] = [];
  for (const { workload, executions, speed, unit } of measures) {
    const speeds: { ours: number; ministack: number }[] = [];
    for (let round = 0; round <= ROUNDS; round++) {
      context.progress(`${workload.name}, ${round === 0 ? 'warming up' : `round ${round} of ${ROUNDS}`}`);
      const own = await ours.run(workload, executions);
      const other = await ministack.run(workload, executions);
      if (round > 0) speeds.push({ ours: own[speed], ministack: other[speed] });
    }
    const own = median(speeds.map((round) => round.ours));
    const other = median(speeds.map((round) => round.ministack));
    compared.push({ workload: workload.name, unit, executions, ours: own, ministack: other, ratio: own / other });
  }
  ours.close();
  ministack.close();
  return compared;
}

function report(compared: readonly Compared[]): Report {
  return {
    tables: [
      {
        title: 'Step Functions engine, over HTTP',
        header: ['workload', 'executions', 'unit', 'ours', 'MiniStack', 'ratio'],
        rows: compared.map(({ workload, executions, unit, ours, ministack, ratio }) => [
          workload,
          number(executions),
          unit,
          number(ours),
          number(ministack),
          `${number(ratio, 2)} ×`,
        ]),
        notes: [`Medians of ${ROUNDS} rounds, in turn, after one that does not count. Both check who calls.`],
      },
    ],
    gates: compared.map(
      ({ workload, unit, ratio }): Gate => ({
        name: `${unit} beside MiniStack, ${workload}`,
        measured: ratio,
        bound: 'at least',
        limit: 1,
        unit: '×',
      }),
    ),
    measured: { rounds: ROUNDS, compared },
  };
}
