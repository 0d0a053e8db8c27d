import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, normalize, sep } from 'node:path';
import { unzipSync } from 'fflate';
import { z } from 'zod';
import { zipOf } from '../bundle-zip';

const MANIFEST = 'manifest.json';
const CONTENTS = 'contents/';

const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
const manifestSchema = z.strictObject({
  /** Of this form of artifacts. */
  format: z.literal(1),
  /** The application's name, as its environments have it. */
  app: z.string(),
  /** SHA-256 of each file below `stacks/`, in hexadecimal, by its path there. */
  files: z.record(z.string(), sha256),
});

type Manifest = z.output<typeof manifestSchema>;

/** An artifact: the synthesized stacks of all environments with the code of their functions. */
export interface Artifact {
  /** SHA-256 of the manifest, which names the SHA-256 of every file: two artifacts of one digest are the same. */
  readonly digest: string;
  readonly manifest: Manifest;
  /** Contents by SHA-256: the bundle of a function is the same in every environment, and here once. */
  readonly contents: ReadonlyMap<string, Uint8Array>;
}

/**
 * Reads what was synthesized into a folder. Nothing but names and contents of files goes into it, no time and no path, so that it is byte for byte the
 * same wherever it is built from the same sources.
 *
 * @param outdir the folder that cdktf wrote to
 * @param beside files that each stack gets besides, by name, such as Terraform's lock of providers
 */
export function artifactOf(app: string, outdir: string, beside: Readonly<Record<string, Uint8Array>>): Artifact {
  const files: Record<string, string> = {};
  const contents = new Map<string, Uint8Array>();
  const add = (path: string, content: Uint8Array) => {
    const hash = hashOf(content);
    files[path] = hash;
    contents.set(hash, content);
  };
  const folder = join(outdir, 'stacks');
  for (const stack of readdirSync(folder).sort()) {
    for (const path of filesOf(join(folder, stack))) add(`${stack}/${path}`, readFileSync(join(folder, stack, path)));
    for (const [name, content] of Object.entries(beside)) add(`${stack}/${name}`, content);
  }
  const sorted = Object.fromEntries(Object.entries(files).sort(([a], [b]) => (a < b ? -1 : 1)));
  const manifest: Manifest = { format: 1, app, files: sorted };
  return { digest: hashOf(written(manifest)), manifest, contents };
}

/** The one file that an artifact is kept and handed on as. */
export function packed({ manifest, contents }: Artifact): Uint8Array {
  const entries = [...contents].map(([hash, content]) => [`${CONTENTS}${hash}`, content] as const);
  return zipOf({ [MANIFEST]: written(manifest), ...Object.fromEntries(entries) });
}

/**
 * Reads a packed artifact and checks every byte of it against its manifest.
 *
 * @param from where it was found, for errors
 * @param expected the digest that it should have. Default: any
 * @throws Error when it is no artifact, is damaged, or is another one than expected
 */
export function unpacked(zip: Uint8Array, from: string, expected?: string): Artifact {
  const entries = readZip(zip, from);
  const text = entries[MANIFEST];
  const parsed = text && manifestSchema.safeParse(parsedJson(text));
  if (!text || !parsed?.success)
    throw new Error(`${from} is no artifact of this project: it has no ${MANIFEST} of format 1.`);
  const manifest = parsed.data;
  const digest = hashOf(text);
  if (expected !== undefined && digest !== expected) {
    throw new Error(`${from} is the artifact ${digest}, not ${expected}. Build or fetch the right one.`);
  }
  const contents = new Map<string, Uint8Array>();
  for (const [path, hash] of Object.entries(manifest.files)) {
    const content = entries[`${CONTENTS}${hash}`];
    if (!content || hashOf(content) !== hash) {
      throw new Error(`${from} is damaged: ${path} is not what its manifest says. Build or fetch it again.`);
    }
    if (normalize(path) !== path.replaceAll('/', sep) || path.startsWith('/') || path.startsWith('..')) {
      throw new Error(`${from} has a file outside of its folder: ${path}. Don't use it.`);
    }
    contents.set(hash, content);
  }
  return { digest, manifest, contents };
}

/**
 * Lays one stack of an artifact out for Terraform, in a folder that is emptied before.
 *
 * @throws Error that lists the stacks when there is none of that name
 */
export function layOut({ manifest, contents }: Artifact, stack: string, folder: string): void {
  const files = Object.entries(manifest.files).filter(([path]) => path.startsWith(`${stack}/`));
  if (files.length === 0) {
    const stacks = [...new Set(Object.keys(manifest.files).map((path) => path.split('/', 1).join()))];
    throw new Error(`The artifact has no stack ${stack}. It has: ${stacks.join(', ')}.`);
  }
  rmSync(folder, { recursive: true, force: true });
  for (const [path, hash] of files) {
    const file = join(folder, path.slice(stack.length + 1));
    mkdirSync(dirname(file), { recursive: true });
    // The type says what `unpacked` and `artifactOf` have made sure of.
    writeFileSync(file, contents.get(hash) as Uint8Array);
  }
}

function written(manifest: Manifest): Uint8Array {
  return Buffer.from(`${JSON.stringify(manifest, null, 1)}\n`);
}

function hashOf(content: Uint8Array): string {
  return createHash('sha256').update(content).digest('hex');
}

function filesOf(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => statSync(join(folder, path)).isFile())
    .map((path) => path.replaceAll(sep, '/'))
    .sort();
}

function readZip(zip: Uint8Array, from: string): Record<string, Uint8Array> {
  try {
    return unzipSync(zip);
  } catch (error) {
    throw new Error(`${from} can't be read as a zip: ${error instanceof Error ? error.message : error}.`);
  }
}

function parsedJson(text: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(text).toString());
  } catch {
    return undefined;
  }
}
