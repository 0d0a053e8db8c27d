import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { environments } from '@blueprint/env';
import { bundle } from '../bundle';
import { writeSbom } from '../sbom';
import { type Artifact, artifactOf, packed } from './artifact';

const project = resolve(__dirname, '..', '..');

/** An artifact and the file that it was written to. */
export interface BuiltArtifact extends Artifact {
  readonly file: string;
}

/**
 * Bundles the functions, synthesizes the stacks of all environments, and writes both as one artifact to
 * `.build/artifact/<app>-<digest>.zip`, in place of the one before, with the bill of materials of what ships beside it.
 *
 * @param root the project's folder. Default: this project's
 * @throws Error with the reason when a function is too large, a package ships under a licence that is not allowed, or something does not compile or synthesize
 */
export async function buildArtifact(root = project): Promise<BuiltArtifact> {
  const { tooLarge } = await bundle({ root });
  if (tooLarge.length > 0) {
    throw new Error(
      `Too large for a function: ${tooLarge.map(({ path }) => path).join(', ')}. "npm run bundle" says more.`,
    );
  }
  const folder = join(root, '.build', 'artifact');
  const outdir = join(folder, 'cdktf.out');
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  synthesize(root, outdir);
  const lock = readFileSync(join(root, 'stacks', 'terraform.lock.hcl'));
  const [{ app } = { app: '' }] = environments;
  const artifact = artifactOf(app, outdir, { '.terraform.lock.hcl': lock });
  const file = join(folder, `${app}-${artifact.digest.slice(0, 12)}.zip`);
  writeFileSync(file, packed(artifact));
  await writeSbom(join(folder, 'sbom.cdx.json'), root);
  rmSync(outdir, { recursive: true, force: true });
  return { ...artifact, file };
}

/** In a process of its own, as cdktf does it: the stacks of another folder must not be loaded into this one. */
function synthesize(root: string, outdir: string): void {
  const { status, stderr } = spawnSync(process.execPath, [join('stacks', 'synth.mjs')], {
    cwd: root,
    env: { ...process.env, CDKTF_OUTDIR: outdir },
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(stderr.trim());
}
