import { join } from 'node:path';
import { MiniStack } from '@blueprint/local/ministack/process';
import { number } from '../columns';
import type { Gate } from '../gate';
import { ministackExecutable, startLocalAwsProcess } from '../local-aws/local-aws-process';
import type { BenchContext, Report } from '../section';
import { median } from '../statistics';
import { EngineClient, type Speed } from './client';
import { chain, jsonataLoop, loop, map, single, tasks, type Workload } from './workloads';

const ROUNDS = 3;
/** How many times as fast as MiniStack the engine has to be. */
const LEAST_RATIO = 3;

interface Measure {
  readonly workload: Workload;
  readonly executions: number;
  readonly speed: keyof Speed;
  readonly unit: string;
}

const measures: readonly Measure[] = [
  { workload: chain, executions: 150, speed: 'transitionsPerSecond', unit: 'transitions/s' },
  { workload: loop, executions: 50, speed: 'transitionsPerSecond', unit: 'transitions/s' },
  { workload: map, executions: 10, speed: 'transitionsPerSecond', unit: 'transitions/s' },
  // Few at once: MiniStack ends an expression that has waited for its turn for a second.
  { workload: jsonataLoop, executions: 5, speed: 'transitionsPerSecond', unit: 'transitions/s' },
  { workload: single, executions: 2_000, speed: 'startsPerSecond', unit: 'starts/s' },
  { workload: tasks, executions: 40, speed: 'transitionsPerSecond', unit: 'Lambda tasks/s' },
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
export async function besideMiniStack(context: BenchContext): Promise<Report> {
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
    runsFunctions: true,
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
        notes: [
          `Medians of ${ROUNDS} rounds, in turn, after one that does not count. Both check who calls.`,
          'Lambda tasks: both run the same function of one line, each in its own host: ours in threads, MiniStack in Node',
          'processes that it keeps warm. Both write its log.',
        ],
      },
    ],
    gates: compared.map(
      ({ workload, unit, ratio }): Gate => ({
        name: `${unit} beside MiniStack, ${workload}`,
        measured: ratio,
        bound: 'at least',
        limit: LEAST_RATIO,
        unit: '×',
      }),
    ),
    measured: { rounds: ROUNDS, compared },
  };
}
