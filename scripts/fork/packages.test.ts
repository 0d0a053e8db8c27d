import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, test } from '@jest/globals';
import { lockFor, type Manifest, manifestWithout, unneeded } from './packages';

const root = resolve(__dirname, '..', '..');
const read = (file: string) => readFileSync(join(root, file), 'utf8');

test('a dependency is unneeded that only what goes has named', () => {
  const manifest = {
    dependencies: { vips: '1.0.0', zod: '1.0.0', '@aws/s3': '1.0.0' },
    devDependencies: { tsc: '1.0.0' },
  };
  const sources = new Map([
    ['lambdas/image/a.ts', "import vips from 'vips';\nimport 'zod';\nimport '@aws/s3/client';"],
    ['lambdas/order/a.ts', "import 'zod/v4';\nimport './vips';"],
  ]);
  expect(unneeded(manifest, sources, (file) => file.startsWith('lambdas/image/'))).toEqual(['vips', '@aws/s3']);
});

test('a manifest loses scripts and dependencies, and is in order', () => {
  const manifest = { name: 'a', scripts: { fork: 'x', test: 'y' }, dependencies: { z: '1', b: '1', '@z/c': '1' } };
  const left = manifestWithout(JSON.stringify(manifest), { scripts: ['fork'], dependencies: ['b'] });
  expect(left).toBe(
    `${JSON.stringify({ name: 'a', scripts: { test: 'y' }, dependencies: { '@z/c': '1', z: '1' } }, null, 2)}\n`,
  );
});

const workspaces: readonly string[] = JSON.parse(read('package.json')).workspaces;
const manifests = (change: (folder: string, manifest: Manifest) => Manifest) =>
  new Map(
    ['', ...workspaces].map(
      (folder) => [folder, change(folder, JSON.parse(read(join(folder, 'package.json'))))] as const,
    ),
  );

test('the lock of this project stays as npm has written it', () => {
  expect(
    lockFor(
      read('package-lock.json'),
      manifests((_, manifest) => manifest),
    ),
  ).toBe(read('package-lock.json'));
});

test('a lock loses what nothing needs any more, and nothing else', () => {
  const without = manifests((folder, { dependencies, ...manifest }) => ({
    ...manifest,
    dependencies: Object.fromEntries(
      Object.entries(dependencies ?? {}).filter(([name]) => folder !== 'stacks' || name !== 'constructs'),
    ),
    ...(folder === 'test' && { devDependencies: {} }),
  }));
  const paths = (json: string) => Object.keys(JSON.parse(json).packages);
  const left = new Set(paths(lockFor(read('package-lock.json'), without)));
  const gone = paths(read('package-lock.json')).filter((path) => !left.has(path));
  // dynalite is of the chaos tests alone, lazy of dynalite; constructs are a peer of cdktf, too.
  expect(gone).toEqual(expect.arrayContaining(['node_modules/dynalite', 'node_modules/lazy']));
  expect(gone).not.toContain('node_modules/constructs');
  expect(gone).not.toContain('node_modules/fast-check');
});
