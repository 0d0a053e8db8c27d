import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { unzipSync } from 'fflate';
import { BUNDLE_LIMIT_BYTES, bundle } from './bundle';
import { handlerFiles } from './handler-files';

let root: string;
const write = (file: string, text: string): void => {
  mkdirSync(join(root, file, '..'), { recursive: true });
  writeFileSync(join(root, file), text);
};
const zip = (path: string): Buffer => readFileSync(join(root, '.build', 'lambdas', `${path}.zip`));

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'bundle-'));
  write('lambdas/order/name.ts', 'export const orderName: string = "first";');
  write('lambdas/order/pay.ts', 'import { orderName } from "./name";\nexport const handler = async () => orderName;');
  write('lambdas/order/pay.test.ts', 'export const handler = 1;');
  write('lambdas/mail/send.ts', 'export async function handler() { return "sent"; }');
});

afterEach(() => rmSync(root, { recursive: true, force: true }));

describe('bundle', () => {
  test('takes the files of workflow folders that export a handler', () => {
    expect(handlerFiles(root)).toEqual(['lambdas/mail/send.ts', 'lambdas/order/pay.ts']);
  });

  test('writes a script that runs, and a zip of it alone', async () => {
    const { functions, built, tooLarge } = await bundle({ root });
    expect({ built, tooLarge, paths: functions.map(({ path }) => path) }).toEqual({
      built: true,
      tooLarge: [],
      paths: ['mail/send', 'order/pay'],
    });
    const script = join(root, '.build', 'lambdas', 'order', 'pay', 'index.js');
    expect(await require(script).handler()).toBe('first');
    const files = unzipSync(zip('order/pay'));
    expect(Object.keys(files)).toEqual(['index.js']);
    expect(Buffer.from(files['index.js'] ?? [])).toEqual(readFileSync(script));
    expect(functions[1]).toMatchObject({ bytes: statSync(script).size, zipBytes: zip('order/pay').length });
  });

  test('keeps what is up to date, and builds again when an imported file changes', async () => {
    await bundle({ root });
    expect((await bundle({ root })).built).toBe(false);
    write('lambdas/order/name.ts', 'export const orderName: string = "second";');
    expect((await bundle({ root })).built).toBe(true);
    expect(Buffer.from(unzipSync(zip('order/pay'))['index.js'] ?? []).toString()).toContain('second');
  });

  test('builds again when a handler is added, and removes the bundle of one that is gone', async () => {
    await bundle({ root });
    write('lambdas/mail/receive.ts', 'export const handler = () => 1;');
    rmSync(join(root, 'lambdas/mail/send.ts'));
    expect((await bundle({ root })).functions.map(({ path }) => path)).toEqual(['mail/receive', 'order/pay']);
    expect(() => zip('mail/send')).toThrow('ENOENT');
  });

  test('builds again when a bundle was removed', async () => {
    await bundle({ root });
    rmSync(join(root, '.build', 'lambdas', 'mail', 'send.zip'));
    expect((await bundle({ root })).built).toBe(true);
    expect(zip('mail/send').length).toBeGreaterThan(0);
  });

  test('zips the same sources to the same bytes, in any time zone', async () => {
    const zone = process.env.TZ;
    try {
      process.env.TZ = 'Asia/Tokyo';
      await bundle({ root });
      const first = zip('order/pay');
      rmSync(join(root, '.build'), { recursive: true });
      process.env.TZ = 'America/Los_Angeles';
      await bundle({ root });
      expect(zip('order/pay')).toEqual(first);
    } finally {
      if (zone === undefined) delete process.env.TZ;
      else process.env.TZ = zone;
    }
  });

  test('reports a bundle over the limit', async () => {
    write('lambdas/mail/send.ts', `export const handler = () => "${'x'.repeat(BUNDLE_LIMIT_BYTES)}";`);
    expect((await bundle({ root })).tooLarge.map(({ path }) => path)).toEqual(['mail/send']);
  });

  describe('with a package that can’t be bundled', () => {
    const declare = (limitBytes = 92) =>
      write(
        'lambdas/mail/unbundled.ts',
        `export const unbundled = [{ name: 'codec', files: ['table.bin', 'main.js'], limitBytes: ${limitBytes}, because: 'it reads a table' }];`,
      );
    beforeEach(() => {
      write('node_modules/codec/package.json', '{"main":"main.js"}');
      write('node_modules/codec/main.js', 'exports.size = require("fs").statSync(__dirname + "/table.bin").size;');
      write('node_modules/codec/table.bin', 'table');
      write('lambdas/mail/send.ts', 'import { size } from "codec";\nexport const handler = async () => size;');
      declare();
    });

    test('puts its files beside the script and into the zip, where the function finds them', async () => {
      const { functions, tooLarge } = await bundle({ root });
      expect(tooLarge).toEqual([]);
      expect(functions[0]?.packages).toMatchObject([{ name: 'codec', bytes: 92, because: 'it reads a table' }]);
      expect(Object.keys(unzipSync(zip('mail/send')))).toEqual([
        'index.js',
        ...['main.js', 'package.json', 'table.bin'].map((file) => `node_modules/codec/${file}`),
      ]);
      expect(await require(join(root, '.build', 'lambdas', 'mail', 'send', 'index.js')).handler()).toBe(5);
    });

    test('leaves functions alone that don’t import it', async () => {
      const { functions } = await bundle({ root });
      expect(functions[1]?.packages).toEqual([]);
      expect(Object.keys(unzipSync(zip('order/pay')))).toEqual(['index.js']);
    });

    test('builds again when a file of it changes, or its declaration does', async () => {
      await bundle({ root });
      expect((await bundle({ root })).built).toBe(false);
      write('node_modules/codec/table.bin', 'another');
      expect((await bundle({ root })).built).toBe(true);
      expect(Buffer.from(unzipSync(zip('mail/send'))['node_modules/codec/table.bin'] ?? []).toString()).toBe('another');
      write('lambdas/order/unbundled.ts', 'export const unbundled = [];');
      expect((await bundle({ root })).built).toBe(true);
    });

    test('reports one over its own limit', async () => {
      declare(91);
      expect((await bundle({ root })).tooLarge.map(({ path }) => path)).toEqual(['mail/send']);
    });

    test('says which package or file is not there', async () => {
      rmSync(join(root, 'node_modules/codec/table.bin'));
      await expect(bundle({ root })).rejects.toThrow('The package codec has no file table.bin');
      rmSync(join(root, 'node_modules/codec'), { recursive: true });
      await expect(bundle({ root })).rejects.toThrow('The package codec is not installed');
    });

    test('two workflows declare it in the same way, or not at all', async () => {
      write(
        'lambdas/order/unbundled.ts',
        'export const unbundled = [{ name: "codec", files: [], limitBytes: 1, because: "" }];',
      );
      await expect(bundle({ root })).rejects.toThrow('another workflow declares the package codec in a different way');
    });
  });

  test('a schema’s issues keep their words, and other languages stay out', async () => {
    const environment = JSON.stringify(join(__dirname, '../lambdas/platform/environment'));
    write(
      'lambdas/mail/send.ts',
      `import { environment } from ${environment};\nexport const handler = () => environment('mail/send', ['JOBS_DAYS'], { JOBS_DAYS: 'x' });`,
    );
    await bundle({ root });
    const script = join(root, '.build', 'lambdas', 'mail', 'send', 'index.js');
    expect(require(script).handler).toThrow('expected number, received NaN');
    expect(readFileSync(script, 'utf8')).not.toMatch(/erwartet|attendu/);
  });

  test('a source that does not compile is named with its line', async () => {
    write('lambdas/mail/send.ts', '\nexport const handler = () => {;');
    await expect(bundle({ root })).rejects.toThrow(/lambdas\/mail\/send\.ts:2/);
  });
});
