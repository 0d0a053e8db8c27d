import { createHash } from 'node:crypto';
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

const hashOf = (zip: Uint8Array) => createHash('sha256').update(zip).digest('base64');

test('unpacks a zip once', async () => {
  const store = new CodeStore(join(folder, 'code'));
  let downloads = 0;
  const zip = zipSync({ 'index.js': strToU8('one'), 'lib/two.js': strToU8('two') });
  const download = async () => {
    downloads++;
    return zip;
  };
  const code = await store.unpack(hashOf(zip), download);
  expect(await store.unpack(hashOf(zip), download)).toBe(code);
  expect(downloads).toBe(1);
  expect(readFileSync(join(code, 'lib', 'two.js'), 'utf8')).toBe('two');
});

test('an entry that points out of its folder is refused', async () => {
  const store = new CodeStore(join(folder, 'code'));
  const zip = zipSync({ '../../outside.js': strToU8('x') });
  await expect(store.unpack(hashOf(zip), async () => zip)).rejects.toThrow(
    'an entry outside of its folder: "../../outside.js"',
  );
  expect(existsSync(join(folder, 'outside.js'))).toBe(false);
});

test('code does not stand for other code', async () => {
  const store = new CodeStore(join(folder, 'code'));
  const [wanted, newer] = ['one', 'two'].map((text) => zipSync({ 'index.js': strToU8(text) })) as [
    Uint8Array,
    Uint8Array,
  ];
  await expect(store.unpack(hashOf(wanted), async () => newer)).rejects.toThrow(`where ${hashOf(wanted)} was deployed`);
  await expect(store.unpack(hashOf(wanted), async () => wanted)).resolves.toContain('code');
});
