import { join } from 'node:path';
import { number } from './columns';
import type { BenchContext, Report } from './section';
import { type Sample, sampleOf } from './statistics';
import { type Synthesis, synthesize } from './synth/synthesis';

const ROUNDS = 5;

interface Synthesized {
  readonly wallMs: Sample;
  readonly cpuMs: Sample;
  readonly peakMiB: Sample;
}

/** Synthesizes the real stacks and a bare cdktf app in turn; the first round warms the caches and does not count. */
export async function synth(context: BenchContext): Promise<Report> {
  const outdir = (app: string) => join(context.scratch, 'synth', app);
  const rounds: { ours: Synthesis; bare: Synthesis }[] = [];
  for (let round = 0; round <= ROUNDS; round++) {
    context.progress(round === 0 ? 'warming up' : `round ${round} of ${ROUNDS}`);
    const ours = await synthesize(context, 'stacks/main.ts', outdir('ours'));
    const bare = await synthesize(context, 'scripts/bench/bare-app.ts', outdir('bare'));
    if (round > 0) rounds.push({ ours, bare });
  }
  const ours = samples(rounds.map((round) => round.ours));
  const bare = samples(rounds.map((round) => round.bare));
  const ratio = (measure: keyof Synthesized) => `${number(ours[measure].median / bare[measure].median, 2)} ×`;
  return {
    tables: [
      {
        title: 'Synthesis (node --import tsx)',
        header: ['app', 'wall ms', 'CPU ms', 'peak MiB'],
        rows: [
          ['this project, all environments', ...medians(ours)],
          ['bare cdktf app', ...medians(bare)],
          ['ratio', ratio('wallMs'), ratio('cpuMs'), ratio('peakMiB')],
        ],
        notes: [
          `Medians of ${ROUNDS} rounds, in turn. The bare app: one stack, the provider by deep import, one queue.`,
        ],
      },
    ],
    gates: [],
    measured: { rounds: ROUNDS, ours, bare },
  };
}

function samples(runs: readonly Synthesis[]): Synthesized {
  return {
    wallMs: sampleOf(runs.map(({ wallMs }) => wallMs)),
    cpuMs: sampleOf(runs.map(({ cpuMs }) => cpuMs)),
    peakMiB: sampleOf(runs.map(({ peakMiB }) => peakMiB)),
  };
}

function medians({ wallMs, cpuMs, peakMiB }: Synthesized): string[] {
  return [wallMs, cpuMs, peakMiB].map(({ median }) => number(median));
}
