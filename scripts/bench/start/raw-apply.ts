import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { localCredentials } from '../../start/deploy';
import { terraformEnvironment } from '../../terraform';
import { runChild } from '../child';
import { startLocalAwsProcess } from '../local-aws/local-aws-process';
import type { BenchContext } from '../section';
import { synthesize } from '../synth/synthesis';

const LIMIT_MS = 600_000;

/** The second one reads the outputs of the first. */
const stacks = ['local-storage', 'local-workflows'];

/**
 * Applies the synthesized local stacks with Terraform alone: no cdktf, nothing that was initialized before, and an empty AWS.
 *
 * @returns ms, without the synthesis and the start of the AWS
 */
export async function rawApply(context: BenchContext): Promise<number> {
  const aws = await startLocalAwsProcess(context);
  try {
    return await applyStacks(context, aws.endpoint);
  } finally {
    await aws.stop();
  }
}

/** Synthesizes the local stacks and applies them to an empty AWS. Resolves to the ms that Terraform took. */
export async function applyStacks(context: BenchContext, endpoint: string): Promise<number> {
  const folder = join(context.scratch, 'terraform');
  const outdir = join(folder, 'cdktf.out'); // the stacks keep their state in a folder beside it
  rmSync(folder, { recursive: true, force: true });
  await synthesize(context, 'stacks/main.ts', outdir);
  const env = { ...terraformEnvironment(), ...localCredentials(endpoint) };
  let wallMs = 0;
  for (const stack of stacks) {
    const options = { cwd: join(outdir, 'stacks', stack), env, limitMs: LIMIT_MS, signal: context.signal };
    for (const args of [['init'], ['apply', '-auto-approve']]) {
      wallMs += (await runChild('terraform', [...args, '-input=false', '-no-color'], options)).wallMs;
    }
  }
  return wallMs;
}
