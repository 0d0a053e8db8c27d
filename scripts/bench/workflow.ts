import { join } from 'node:path';
import { environment } from '@blueprint/env';
import type { Way, WorkflowBench } from '@blueprint/lambdas/platform/bench';
import { deployment } from '../start/clients';
import { number } from './columns';
import type { Gate } from './gate';
import { startLocalAwsProcess } from './local-aws/local-aws-process';
import type { BenchContext, Report, Section } from './section';
import { applyStacks } from './start/raw-apply';
import { type Sample, sampleOf } from './statistics';

const ROUNDS = 9;

/**
 * The section of one workflow, `lambdas/<workflow>/bench.ts`: the `section` that it exports, or one that deploys the local environment
 * and runs the ways of its `bench` in turn.
 */
export async function workflowSection(root: string, workflow: string): Promise<Section> {
  const { bench, section }: { bench: WorkflowBench; section?: Section } = await import(
    join(root, 'lambdas', workflow, 'bench.ts')
  );
  if (section) return section;
  return async (context) => {
    const aws = await startLocalAwsProcess(context);
    try {
      context.progress('deploying the local environment');
      await applyStacks(context, aws.endpoint);
      const ways = await bench.prepare(
        deployment({ endpoint: aws.endpoint, environment: environment('local'), signal: context.signal }),
      );
      return report(workflow, bench, await measure(ways, context));
    } finally {
      await aws.stop();
    }
  };
}

/** One round of each way after the other, so that what slows the machine down slows all of them. The first round does not count. */
async function measure(
  ways: ReadonlyMap<string, Way>,
  { progress, signal }: BenchContext,
): Promise<ReadonlyMap<string, Sample>> {
  const times = new Map<string, number[]>([...ways.keys()].map((name) => [name, []]));
  for (let round = 0; round <= ROUNDS; round++) {
    progress(round === 0 ? 'warming up' : `round ${round} of ${ROUNDS}`);
    for (const [name, way] of ways) {
      signal.throwIfAborted();
      const ms = await way();
      if (round > 0) times.get(name)?.push(ms);
    }
  }
  return new Map([...times].map(([name, measured]) => [name, sampleOf(measured)]));
}

/** @throws Error when there is nothing to report */
export function report(
  workflow: string,
  { title, notes }: Pick<WorkflowBench, 'title' | 'notes'>,
  measured: ReadonlyMap<string, Sample>,
): Report {
  const [[deployed, first] = [], ...others] = measured;
  if (!first) throw new Error(`lambdas/${workflow}/bench.ts prepares no way to do anything.`);
  return {
    tables: [
      {
        title,
        header: ['way', 'ms', 'least', 'most', 'to the first'],
        rows: [...measured].map(([name, { median, least, most }]) => [
          name,
          ...[median, least, most].map((ms) => number(ms)),
          `${number(median / first.median, 2)} ×`,
        ]),
        notes: [`Medians of ${ROUNDS} rounds on the local AWS, each way once in a round.`, ...notes],
      },
    ],
    gates: others.map(
      ([other, { median }]): Gate => ({
        name: `${workflow}: ${deployed}, beside ${other}`,
        measured: first.median / median,
        bound: 'at most',
        limit: 1,
        unit: '×',
      }),
    ),
    measured: { rounds: ROUNDS, ways: Object.fromEntries(measured) },
  };
}
