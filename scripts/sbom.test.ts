import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { writeSbom } from './sbom';

let root: string;

function write(file: string, content: unknown): void {
  mkdirSync(join(root, file, '..'), { recursive: true });
  writeFileSync(join(root, file), typeof content === 'string' ? content : JSON.stringify(content));
}

/** A package with one export. */
function install(name: string, license: string | undefined, more: object = {}): void {
  write(`node_modules/${name}/package.json`, { name, version: '1.2.3', license, ...more });
  write(`node_modules/${name}/index.js`, 'export const shout = (text) => text.toUpperCase() + "!";');
}

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'sbom-'));
  write('package.json', { name: 'it', version: '1.0.0' });
  write('package-lock.json', { packages: { 'node_modules/@loud/shout': { integrity: 'sha512-AQID' } } });
  install('@loud/shout', 'MIT', { sideEffects: false });
  install('left-out', 'GPL-3.0-only', { sideEffects: false });
  install('only-for-tests', 'GPL-3.0-only');
  const imports = 'import { shout } from "@loud/shout";\nimport { shout as other } from "left-out";';
  write('lambdas/mail/send.ts', `${imports}\nexport const handler = () => shout("sent");`);
  write('lambdas/mail/receive.ts', 'export const handler = () => 1;');
});

afterEach(() => rmSync(root, { recursive: true, force: true }));

async function sbom(): Promise<string> {
  const file = join(root, 'sbom.json');
  await writeSbom(file, root);
  return readFileSync(file, 'utf8');
}

const shout = 'pkg:npm/%40loud/shout@1.2.3';

describe('the bill of materials', () => {
  test('names what each function ships: packages of which something is in its script', async () => {
    expect(JSON.parse(await sbom())).toMatchObject({
      metadata: { component: { name: 'it', version: '1.0.0' } },
      components: [
        { type: 'application', 'bom-ref': 'function:mail/receive' },
        { type: 'application', 'bom-ref': 'function:mail/send' },
        {
          group: '@loud',
          name: 'shout',
          version: '1.2.3',
          purl: shout,
          hashes: [{ alg: 'SHA-512', content: '010203' }],
          licenses: [{ license: { id: 'MIT' } }],
        },
      ],
      dependencies: [
        { ref: 'it', dependsOn: ['function:mail/receive', 'function:mail/send'] },
        { ref: 'function:mail/receive', dependsOn: [] },
        { ref: 'function:mail/send', dependsOn: [shout] },
      ],
    });
  });

  test('is the same, byte for byte, of the same sources', async () => {
    const first = await sbom();
    rmSync(join(root, '.build'), { recursive: true });
    expect(await sbom()).toBe(first);
    expect(first).not.toMatch(/timestamp|serialNumber/);
  });

  test.each(['GPL-3.0-only', 'LGPL-3.0-only', undefined])('refuses a package under %s', async (licence) => {
    install('@loud/shout', licence, { sideEffects: false });
    await expect(sbom()).rejects.toThrow(`@loud/shout in node_modules/@loud/shout is under ${licence ?? 'a licence'}`);
  });

  test('names the licences of what is compiled into a package that lies beside a script', async () => {
    const carried = { name: 'wasm-vips', files: [], limitBytes: 9_999, because: '' };
    install('wasm-vips', 'MIT');
    write('lambdas/mail/send.ts', 'import { shout } from "wasm-vips";\nexport const handler = shout;');
    const declaration = JSON.stringify([{ ...carried, licencesWithin: ['LGPL-3.0-only'] }]);
    write('lambdas/mail/unbundled.ts', `export const unbundled = ${declaration};`);
    const { components } = JSON.parse(await sbom());
    expect(components.at(-1)).toMatchObject({
      name: 'wasm-vips',
      licenses: [{ license: { id: 'MIT' } }, { license: { id: 'LGPL-3.0-only' } }],
    });
  });
});
