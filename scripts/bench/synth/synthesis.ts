import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import * as z from 'zod';
import { runChild } from '../child';
import type { BenchContext } from '../section';

const LIMIT_MS = 120_000;

const usage = z.object({ peakKiB: z.number(), cpuMs: z.number() });

export interface Synthesis {
  readonly wallMs: number;
  /** Of the process, user and system. */
  readonly cpuMs: number;
  /** The most memory it held at once (max RSS). */
  readonly peakMiB: number;
}

/**
 * Synthesizes a cdktf app in a process of its own, as `cdktf synth` does.
 *
 * @param app path of its entry from the project's folder
 * @param outdir folder to write to
 * @throws Error with the app's output when it fails
 */
export async function synthesize({ root, signal }: BenchContext, app: string, outdir: string): Promise<Synthesis> {
  mkdirSync(outdir, { recursive: true });
  const reportUsage = pathToFileURL(join(__dirname, 'report-usage.ts')).href;
  const { wallMs, reported } = await runChild(process.execPath, ['--import', 'tsx', '--import', reportUsage, app], {
    cwd: root,
    env: { ...process.env, CDKTF_OUTDIR: outdir },
    limitMs: LIMIT_MS,
    signal,
  });
  const { peakKiB, cpuMs } = usage.parse(JSON.parse(reported));
  return { wallMs, cpuMs, peakMiB: peakKiB / 1024 };
}
