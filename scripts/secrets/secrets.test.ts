import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { workFiles } from '../git';
import { ALLOWED, ALLOWED_IN_HISTORY } from './allowed';
import { writeHistory } from './history';
import { unexplained } from './judge';
import { PLANTED, SECRETS } from './planted';
import type { Found } from './scan';

/** As detect-secrets tells a value. */
const idOf = (value: string) => createHash('sha1').update(value).digest('hex').slice(0, 8);

describe('what a scan has found', () => {
  const planted = SECRETS.map(
    ({ type, line }, index): Found => ({
      file: PLANTED,
      line: index + 1,
      type,
      id: idOf(/BEGIN [A-Z ]*PRIVATE KEY/.exec(line)?.[0] ?? line),
    }),
  );
  const found: Found = { file: 'a.ts', line: 7, type: 'Secret Keyword', id: '12345678' };

  test('is a secret, unless somebody says why it is none', () => {
    expect(unexplained([...planted, found], [])).toEqual([found]);
    expect(unexplained([...planted, found], [{ id: '12345678', reason: 'it is a name' }])).toEqual([]);
    expect(unexplained([...planted, found], [{ id: '12345678', file: 'b.ts', reason: 'it is a name' }])).toEqual([
      found,
    ]);
  });

  test('says nothing when it has overlooked what was planted', () => {
    expect(() => unexplained([...planted.slice(1), found], [])).toThrow('planted (line 1: AWS Access Key)');
  });

  test('says nothing when what was planted is allowed', () => {
    const [{ id = '' } = {}] = planted;
    expect(() => unexplained(planted, [{ id, reason: 'it is a name' }])).toThrow('planted (line 1: AWS Access Key)');
  });

  test('is allowed for a reason each', () => {
    for (const { id, reason } of [...ALLOWED, ...ALLOWED_IN_HISTORY])
      expect([id, reason]).toEqual([expect.stringMatching(/^[0-9a-f]{8}$/), expect.stringMatching(/\.$/)]);
  });

  test('is a private key in every file but the one that it is allowed in', () => {
    const key: Found = { file: 'a.ts', line: 7, type: 'Private Key', id: idOf('BEGIN EC PRIVATE KEY') };
    expect(unexplained([...planted, key])).toEqual([key]);
    expect(unexplained([...planted, key], [{ id: key.id, reason: 'it is a fixture' }])).toEqual([key]);
    expect(unexplained([...planted, key], [{ id: key.id, file: 'a.ts', reason: 'it is a fixture' }])).toEqual([]);
  });
});

describe('the files of a repository', () => {
  let root: string;
  const git = (...args: readonly string[]) =>
    spawnSync('git', ['-c', 'user.name=it', '-c', 'user.email=it@example.com', ...args], { cwd: root });

  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'repository-'));
    git('init');
    writeFileSync(join(root, '.gitignore'), 'ignored\n');
    writeFileSync(join(root, 'kept'), 'first\n');
    writeFileSync(join(root, 'removed'), 'a secret\n');
    git('add', '.');
    git('commit', '-m', 'one');
    rmSync(join(root, 'removed'));
    writeFileSync(join(root, 'kept'), 'second\n');
    git('commit', '-a', '-m', 'two');
  });

  afterEach(() => rmSync(root, { recursive: true, force: true }));

  test('are those that git tracks, and those that it would', () => {
    for (const name of ['ignored', 'new']) writeFileSync(join(root, name), '');
    expect([...workFiles(root)].sort()).toEqual(['.gitignore', 'kept', 'new']);
  });

  test('are those of all commits, with every line that was ever in them', () => {
    const folder = join(root, 'ignored');
    expect(writeHistory(root, folder).sort()).toEqual(['.gitignore', 'kept', 'removed']);
    expect(readFileSync(join(folder, 'removed'), 'utf8')).toBe('a secret');
    expect(readFileSync(join(folder, 'kept'), 'utf8').split('\n').sort()).toEqual(['first', 'second']);
  });
});
