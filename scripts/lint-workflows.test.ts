import { spawnSync } from 'node:child_process';
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

/** Of each workflow that sums up its jobs: with which results of theirs it passes. */
const SUMS: Record<string, readonly (readonly [passes: boolean, results: Readonly<Record<string, string>>])[]> = {
  'pull-request.yml': [
    [true, { VERIFY: 'success', PLAN: 'success', COMMENT: 'success' }],
    [true, { VERIFY: 'success', PLAN: 'skipped', COMMENT: 'skipped' }],
    [false, { VERIFY: 'failure', PLAN: 'success', COMMENT: 'success' }],
    [false, { VERIFY: 'skipped', PLAN: 'skipped', COMMENT: 'skipped' }],
    [false, { VERIFY: 'success', PLAN: 'failure', COMMENT: 'success' }],
    [false, { VERIFY: 'success', PLAN: 'success', COMMENT: 'skipped' }],
    [false, { VERIFY: 'cancelled', PLAN: 'success', COMMENT: 'success' }],
  ],
  'deliver.yml': [
    [true, { DEV: 'a', STG: 'a', PROD: 'a' }],
    [false, { DEV: '', STG: '', PROD: '' }],
    [false, { DEV: 'a', STG: 'a', PROD: '' }],
    [false, { DEV: 'a', STG: 'b', PROD: 'b' }],
  ],
};

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
    // But for the checks that sum up the others.
    const steps = valuesOf(text + action, 'run').filter((step) => step !== '|');
    const written =
      valuesOf(text, 'script')
        .join()
        .match(/[\w:]+/g) ?? [];
    const known = steps.map((step) => /^npm (?:run )?([\w:]+|\$\{\{ matrix\.script \}\})/.exec(step)?.[1]);
    expect(known.filter((name) => !name?.startsWith('$') && !(name && name in scripts))).toEqual([]);
    expect(written.filter((name) => /^test:/.test(name) && !(name in scripts))).toEqual([]);
    expect(text.includes('run: |')).toBe(file in SUMS);
  });
});

test.each(Object.entries(SUMS).flatMap(([file, cases]) => cases.map((one) => [file, ...one] as const)))(
  '%s passes (%p) when its jobs end so: %j',
  (file, passes, env) => {
    const text = workflows.find(([name]) => name === file)?.[1] ?? '';
    const [, script = 'exit 2'] = /run: \|\n((?: {10}.*\n)+)/.exec(text) ?? [];
    // As GitHub runs it.
    const { status } = spawnSync('bash', ['-e', '-c', script], { env: { PATH: process.env.PATH, ...env } });
    expect(status).toBe(passes ? 0 : 1);
  },
);
