import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, test } from '@jest/globals';

const root = resolve(__dirname, '..');
const folder = join(root, '.github', 'workflows');
const workflows = readdirSync(folder).map((file) => [file, readFileSync(join(folder, file), 'utf8')] as const);
const action = readFileSync(join(root, '.github', 'actions', 'set-up', 'action.yml'), 'utf8');
const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));

/** What follows a key, wherever it stands. */
function valuesOf(text: string, key: string): string[] {
  return [...text.matchAll(new RegExp(`^[ -]*${key}: *(.+)$`, 'gm'))].map(([, value = '']) => value);
}

describe.each(workflows)('%s', (file, text) => {
  test('has no rights but those that a job names', () => {
    expect(text).toMatch(/^permissions: \{\}$/m);
  });

  test('takes actions by commit, with the version beside it', () => {
    for (const used of valuesOf(text + action, 'uses').filter((value) => !value.startsWith('./'))) {
      expect(used).toMatch(/^[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
    }
  });

  test('does nothing that can not be done by hand: each step is a script of the project', () => {
    // The one check that sums up the others.
    const steps = valuesOf(text + action, 'run').filter((step) => step !== '|');
    const written =
      valuesOf(text, 'script')
        .join()
        .match(/[\w:]+/g) ?? [];
    const known = steps.map((step) => /^npm (?:run )?([\w:]+|\$\{\{ matrix\.script \}\})/.exec(step)?.[1]);
    expect(known.filter((name) => !name?.startsWith('$') && !(name && name in scripts))).toEqual([]);
    expect(written.filter((name) => /^test:/.test(name) && !(name in scripts))).toEqual([]);
    expect(text.includes('run: |')).toBe(file === 'pull-request.yml');
  });
});
