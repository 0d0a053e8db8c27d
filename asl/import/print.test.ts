import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { runInNewContext } from 'node:vm';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Workflow } from '../definition/workflow';
import { documents } from './documents';
import { importAsl } from './import-asl';
import { print } from './print';

/** Runs printed source, its import replaced by a `workflow` that returns what it is given. */
function evaluate(source: string): string {
  const program = source.replace(/^import .*\n/, '').replace('export const definition =', 'definition =');
  // The value comes from another realm: only its JSON is comparable.
  return JSON.stringify(
    runInNewContext(`let definition;\n${program}\ndefinition`, { workflow: (given: unknown) => given }),
  );
}

const small: Workflow = { QueryLanguage: 'JSONata', StartAt: 'a', States: { a: { Type: 'Succeed' } } };

describe('printed source', () => {
  test('is one import and one constant', () => {
    expect(print(small, { name: 'small', from: '../asl' })).toBe(
      "import { workflow } from '../asl';\n\nexport const small = workflow({ QueryLanguage: 'JSONata', StartAt: 'a', States: { a: { Type: 'Succeed' } } });\n",
    );
  });

  test('breaks lines where they would pass 120 columns', () => {
    const long: Workflow = { ...small, Comment: 'x'.repeat(60) };
    expect(print(long)).toBe(`import { workflow } from '@blueprint/asl';

export const definition = workflow({
  QueryLanguage: 'JSONata',
  StartAt: 'a',
  States: { a: { Type: 'Succeed' } },
  Comment: '${'x'.repeat(60)}',
});
`);
  });

  test('is the document again, field by field in the same order, whatever the document', () => {
    fc.assert(
      fc.property(documents, (document) => {
        const json = JSON.stringify(document);
        const imported = importAsl(json);
        expect(JSON.stringify(imported)).toBe(json);
        expect(evaluate(print(imported))).toBe(json);
      }),
    );
  });

  test('compiles', () => {
    const folder = mkdtempSync(join(tmpdir(), 'printed-'));
    try {
      const room = join(__dirname, '..');
      const samples = fc.sample(documents, { numRuns: 60, seed: 3 });
      for (const [index, document] of samples.entries()) {
        writeFileSync(join(folder, `document${index}.ts`), print(importAsl(JSON.stringify(document))));
      }
      const config = {
        extends: join(room, '../tsconfig.json'),
        compilerOptions: {
          paths: { '@blueprint/asl': [join(room, 'index.ts')] },
          typeRoots: [join(room, '../node_modules/@types')],
        },
        include: [folder, join(room, 'asl-validator.d.ts')],
      };
      writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(config));
      const require = createRequire(__filename);
      const compiler = join(dirname(require.resolve('typescript/package.json')), 'bin/tsc');
      expect(compile(compiler, folder)).toBe('');
    } finally {
      rmSync(folder, { recursive: true });
    }
  }, 120_000);
});

/** What the compiler says of a project; nothing when it compiles. */
function compile(compiler: string, folder: string): string {
  try {
    return execFileSync(process.execPath, [compiler, '-p', folder], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
    });
  } catch (error) {
    // A compiler that finds errors exits with a status, and has written them.
    return String((error as { readonly stdout?: string }).stdout);
  }
}
