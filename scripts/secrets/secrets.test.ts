import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { ALLOWED, ALLOWED_IN_HISTORY } from './allowed';
import { historyOf } from './history';
import { unexplained } from './judge';
import { PLANTED, SECRETS } from './planted';
import { type Found, nameOf } from './scan';
import { workTexts } from './text';

/** As detect-secrets tells a value. */
const idOf = (value: string) => createHash('sha1').update(value).digest('hex').slice(0, 8);

describe('what a scan has found', () => {
  const planted = SECRETS.map(
    ({ type, line }, index): Found => ({
      file: PLANTED.file,
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

describe('the texts of a repository', () => {
  let root: string;
  const git = (...args: readonly string[]) =>
    spawnSync('git', ['-c', 'user.name=it', '-c', 'user.email=it@example.com', ...args], { cwd: root });
  const write = (name: string, content: string | Buffer) => writeFileSync(join(root, name), content);
  const history = () =>
    Object.fromEntries(historyOf(root).map(({ file, text }) => [file, text.split('\n').filter((line) => line !== '')]));

  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'repository-'));
    git('init', '--initial-branch=main');
    write('.gitignore', 'ignored\n');
    write('kept', 'first\n');
    write('removed', 'a secret\n');
    git('add', '.');
    git('commit', '-m', 'one');
    rmSync(join(root, 'removed'));
    write('kept', 'second\n');
    git('commit', '-a', '-m', 'two');
  });

  afterEach(() => rmSync(root, { recursive: true, force: true }));

  test('are the files that git tracks, and those that it would', () => {
    for (const name of ['ignored', 'new']) write(name, '');
    symlinkSync('nowhere', join(root, 'link'));
    expect(
      workTexts(root)
        .map(({ file }) => file)
        .sort(),
    ).toEqual(['.gitignore', 'kept', 'new']);
  });

  test.each([
    ['UTF-8', Buffer.from('a “secret”')],
    ['UTF-16', Buffer.from('a “secret”', 'utf16le')],
    ['Latin-1', Buffer.from('a ¢secret', 'latin1')],
    ['no encoding at all', Buffer.from([0, 0x80, ...Buffer.from('secret'), 0xff, 0])],
  ])('can be read in %s, of files and of commits', (_, bytes) => {
    write('new', bytes);
    expect(workTexts(root)).toContainEqual({ file: 'new', text: expect.stringContaining('secret') });
    git('add', '.');
    git('commit', '-m', 'three');
    expect(history().new).toEqual([expect.stringContaining('secret')]);
  });

  test('are those of all commits, with every line that was ever in them', () => {
    expect(history()).toEqual({
      '.gitignore': ['ignored'],
      kept: expect.arrayContaining(['first', 'second']),
      removed: ['a secret'],
    });
  });

  test.each([
    ['diff.noprefix', 'true'],
    ['diff.mnemonicPrefix', 'true'],
    ['log.showRoot', 'false'],
    ['log.diffMerges', 'off'],
    ['color.ui', 'always'],
  ])('are the same for who has set %s to %s', (name, value) => {
    const before = history();
    git('config', name, value);
    expect(history()).toEqual(before);
  });

  test('have what only a merge has added', () => {
    git('checkout', '-b', 'other', 'HEAD~1');
    write('kept', 'third\n');
    git('commit', '-a', '-m', 'three');
    git('merge', 'main');
    write('kept', 'of the merge\n');
    git('add', '.');
    git('commit', '-m', 'four');
    expect(history().kept?.sort()).toEqual(['first', 'of the merge', 'second', 'third']);
  });

  test('have what an attribute hides, and the lines after one that looks like the name of a file', () => {
    write('.gitattributes', 'new -diff\n');
    write('new', '++ not a name\na secret\n');
    git('add', '.');
    git('commit', '-m', 'three');
    expect(history().new).toEqual(['++ not a name', 'a secret']);
  });

  test('are more than none', () => {
    for (const name of ['.git', '.gitignore', 'kept']) rmSync(join(root, name), { recursive: true });
    git('init');
    expect(() => workTexts(root)).toThrow('git shows no files of');
    expect(() => historyOf(root)).toThrow('git shows no files of');
  });
});

test('no name tells detect-secrets to pass over a text', () => {
  for (const name of ['package-lock.json', 'a.svg', 'yarn.lock', 'swagger/index.ts', '-n', 'a'])
    expect(nameOf(name, 7)).toBe('7.txt');
  for (const syntax of ['.py', '.yml']) expect(nameOf(`folder/a${syntax}`, 7)).toBe(`7${syntax}`);
});
