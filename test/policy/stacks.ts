import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { PolicyExemption } from '@blueprint/stacks/policy-exemption';
import { CHECKOV_EXEMPTIONS } from './checkov/exemptions';
import { SHARED_EXEMPTIONS } from './exemptions';
import { Stack } from './stack';

const root = resolve(__dirname, '..', '..');

/** Every stack that was synthesized into a folder, in the order of their names. */
export function stacksIn(outdir: string): Stack[] {
  const { stacks } = JSON.parse(readFileSync(join(outdir, 'manifest.json'), 'utf8')) as {
    stacks: Record<string, { name: string; synthesizedStackPath: string }>;
  };
  return Object.values(stacks)
    .map(({ name, synthesizedStackPath }) => {
      return new Stack(name, JSON.parse(readFileSync(join(outdir, synthesizedStackPath), 'utf8')));
    })
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** All exemptions: those of the workflows that are there, in `stacks/<workflow>/policy-exemptions.ts`, and the others. */
export async function allExemptions(): Promise<readonly PolicyExemption[]> {
  const folder = join(root, 'stacks');
  const files = readdirSync(folder)
    .map((name) => join(folder, name, 'policy-exemptions.ts'))
    .filter((file) => existsSync(file))
    .sort();
  const own: { policyExemptions: readonly PolicyExemption[] }[] = await Promise.all(files.map((file) => import(file)));
  return [...SHARED_EXEMPTIONS, ...CHECKOV_EXEMPTIONS, ...own.flatMap(({ policyExemptions }) => policyExemptions)];
}
