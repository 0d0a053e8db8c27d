import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterEach, describe, expect, test } from '@jest/globals';
import { stage } from './staging';
import { workflowFiles } from './template';
import { STATES } from './workflow-name';

const root = resolve(__dirname, '..', '..');

test('every file and every name in it is the new workflow’s', () => {
  const files = workflowFiles('invoice-check');
  for (const [path, text] of files) {
    expect(path).toMatch(/^(stacks|lambdas)\/invoice-check\//);
    expect({ path, placeholder: /my.?custom/i.exec(text)?.[0] }).toEqual({ path, placeholder: undefined });
  }
  expect(files.get('stacks/invoice-check/index.ts')).toContain('export class InvoiceCheckWorkflow extends Construct');
  expect(files.get('lambdas/invoice-check/input.ts')).toContain("'invoice-check': InvoiceCheckInput;");
});

test('each state that names are checked for has a handler, and no other', () => {
  const handlers = [...workflowFiles('x')].filter(([, text]) => text.includes('export const handler'));
  expect(handlers.map(([path]) => path).sort()).toEqual(STATES.map((state) => `lambdas/x/${state}.ts`).sort());
});

describe('staging', () => {
  const folders: string[] = [];
  const staged = (files: ReadonlyMap<string, string>) => {
    folders.push(stage(root, files));
    return folders.at(-1) ?? '';
  };

  afterEach(() => {
    for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
  });

  test.each(['a', 'a-workflow-with-as-long-a-name-as-can'])('formats what is made for %s', (name) => {
    const folder = staged(workflowFiles(name));
    const biome = join(root, 'node_modules', '@biomejs', 'biome', 'bin', 'biome');
    const options = ['--vcs-enabled=false', `--config-path=${join(root, 'biome.json')}`];
    const { status } = spawnSync(process.execPath, [biome, 'check', '--error-on-warnings', ...options, '.'], {
      cwd: folder,
    });
    expect(status).toBe(0);
  });

  test('shows what the linter can’t mend, and leaves nothing', () => {
    const left = () => readdirSync(join(root, '.build')).filter((name) => name.startsWith('new-'));
    mkdirSync(join(root, '.build'), { recursive: true });
    const before = left();
    expect(() => staged(new Map([['lambdas/x/broken.ts', 'export const x: any = ;']]))).toThrow(
      /^The linter refuses what was made of the template:\n(.*\n)*.*broken\.ts/,
    );
    expect(left()).toEqual(before);
  });

  test('keeps the paths', () => {
    const folder = staged(new Map([['lambdas/x/one.ts', 'export const one =  1']]));
    expect(readFileSync(join(folder, 'lambdas', 'x', 'one.ts'), 'utf8')).toBe('export const one = 1;\n');
  });
});
