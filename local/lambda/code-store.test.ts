import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { strToU8, zipSync } from 'fflate';
import { CodeStore } from './code-store';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'code-store-'));
});

afterEach(() => rmSync(folder, { recursive: true }));

const hash = Buffer.from('hash').toString('base64');

test('unpacks a zip once', async () => {
  const store = new CodeStore(join(folder, 'code'));
  let downloads = 0;
  const download = async () => {
    downloads++;
    return zipSync({ 'index.js': strToU8('one'), 'lib/two.js': strToU8('two') });
  };
  const code = await store.unpack(hash, download);
  expect(await store.unpack(hash, download)).toBe(code);
  expect(downloads).toBe(1);
  expect(readFileSync(join(code, 'lib', 'two.js'), 'utf8')).toBe('two');
});

test('an entry that points out of its folder is refused', async () => {
  const store = new CodeStore(join(folder, 'code'));
  const zip = async () => zipSync({ '../../outside.js': strToU8('x') });
  await expect(store.unpack(hash, zip)).rejects.toThrow('an entry outside of its folder: "../../outside.js"');
  expect(existsSync(join(folder, 'outside.js'))).toBe(false);
});
