import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { checkClean, planChanges } from './project';

const folder = mkdtempSync(join(tmpdir(), 'codemod-'));
const identity = ['-c', 'user.name=Test', '-c', 'user.email=test@example.com'];
const git = (...args: readonly string[]) => spawnSync('git', [...identity, ...args], { cwd: folder });

beforeAll(() => {
  git('init', '-q');
  writeFileSync(join(folder, '.gitignore'), 'ignored.ts\n');
  writeFileSync(join(folder, 'ignored.ts'), "import 'cdktf';\n");
  writeFileSync(join(folder, 'app.ts'), "import 'cdktf';\n");
  writeFileSync(join(folder, 'other.ts'), "import 'zod';\n");
  writeFileSync(join(folder, 'picture.png'), Buffer.from('\0cdktf synth'));
  git('add', '.');
  git('commit', '-qm', 'test: a project');
});

afterAll(() => rmSync(folder, { recursive: true }));

test('what is rewritten is what git tracks, and nothing is written', () => {
  expect(planChanges(folder)).toEqual([{ path: 'app.ts', text: "import 'cdktn';\n", changed: true, left: [] }]);
  expect(() => checkClean(folder)).not.toThrow();
});

test('a file that can’t be parsed is told, and the others are rewritten', () => {
  writeFileSync(join(folder, 'broken.ts'), "import { from 'cdktf';\n");
  git('add', '.');
  expect(planChanges(folder).map(({ path, changed, left }) => [path, changed, left])).toEqual([
    ['app.ts', true, []],
    ['broken.ts', false, [expect.stringMatching(/^can't be parsed/)]],
  ]);
  git('rm', '-qf', 'broken.ts');
});

test('a work tree with changes is refused, and they are named', () => {
  writeFileSync(join(folder, 'new.ts'), 'export {};\n');
  expect(() => checkClean(folder)).toThrow(/changes that are not committed[\s\S]*\?\? new\.ts/);
  rmSync(join(folder, 'new.ts'));
});

test('a folder that git does not keep is refused', () => {
  rmSync(join(folder, '.git'), { recursive: true });
  expect(() => checkClean(folder)).toThrow(/a folder that git keeps.*not a git repository/s);
});
