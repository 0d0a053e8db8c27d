import { spawnSync } from 'node:child_process';
import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { terraformEnvironment } from '../scripts/terraform';
import { scratchFolder } from './testing/scratch-folder';
import { synthesizeAll } from './testing/synthesized';

interface Validation {
  readonly valid: boolean;
  readonly diagnostics: readonly { readonly severity: string; readonly summary: string; readonly detail: string }[];
}

/** A configuration that calls every stack as a module: the provider's schema, seconds of work, is then loaded once for all. */
function everyStack(outdir: string): string {
  const folder = scratchFolder();
  const names = readdirSync(join(outdir, 'stacks'));
  const module = Object.fromEntries(names.map((name) => [name, { source: join(outdir, 'stacks', name) }]));
  writeFileSync(join(folder, 'main.tf.json'), JSON.stringify({ module }));
  return folder;
}

function terraform(cwd: string, ...args: readonly string[]): string {
  const { stdout, stderr, error } = spawnSync('terraform', args, {
    cwd,
    encoding: 'utf8',
    env: terraformEnvironment(),
  });
  if (error) throw error;
  return stdout || stderr;
}

test('terraform validate accepts each stack of each environment', () => {
  const folder = everyStack(synthesizeAll().outdir);
  expect(terraform(folder, 'init', '-input=false', '-no-color')).toContain('successfully initialized');
  const { valid, diagnostics }: Validation = JSON.parse(terraform(folder, 'validate', '-json'));
  // A stack keeps its own backend and provider when it is deployed; only as a module it loses the backend.
  const told = diagnostics.filter(({ summary }) => summary !== 'Backend configuration ignored');
  expect({ valid, told }).toEqual({ valid: true, told: [] });
}, 180_000);
