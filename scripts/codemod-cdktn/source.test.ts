import { describe, expect, test } from '@jest/globals';
import { rewriteSource } from './source';

const renamed = (text: string, path = 'file.ts') => rewriteSource(path, text).text;
const left = (text: string) => rewriteSource('file.ts', text).left;

describe('a module specifier', () => {
  test.each([
    ["import { App } from 'cdktf';", "import { App } from 'cdktn';"],
    ['import type { App } from "cdktf";', 'import type { App } from "cdktn";'],
    ["import 'cdktf';", "import 'cdktn';"],
    ["export * from 'cdktf';", "export * from 'cdktn';"],
    ["export { App } from 'cdktf';", "export { App } from 'cdktn';"],
    ["import cdktf = require('cdktf');", "import cdktf = require('cdktn');"],
    ["const app: import('cdktf').App = make();", "const app: import('cdktn').App = make();"],
    ["await import('cdktf');", "await import('cdktn');"],
    ["require.resolve('cdktf');", "require.resolve('cdktn');"],
    ["import.meta.resolve('cdktf');", "import.meta.resolve('cdktn');"],
    ["jest.mock('cdktf', () => 'cdktf');", "jest.mock('cdktn', () => 'cdktf');"],
    ["jest.requireActual<Library>('cdktf');", "jest.requireActual<Library>('cdktn');"],
    ["declare module 'cdktf' {}", "declare module 'cdktn' {}"],
    ["const external = ['cdktf', '@cdktf/*'];", "const external = ['cdktn', '@cdktn/*'];"],
  ])('%s', (before, after) => {
    expect(renamed(before)).toBe(after);
  });

  test.each([
    ["import { SqsQueue } from '@cdktf/provider-aws/lib/sqs-queue';", '@cdktn/provider-aws/lib/sqs-queue'],
    ["import { App } from 'cdktf/lib/app';", 'cdktn/lib/app'],
    ["join(root, 'cdktf-cli/bundle');", 'cdktn-cli/bundle'],
  ])('keeps its tail: %s', (before, after) => {
    expect(renamed(before)).toContain(`'${after}'`);
  });

  test('of another package stays', () => {
    const text =
      "import 'cdktf-local-build'; import '@acme/cdktf'; import './cdktf'; import 'cdktf-cli-extras'; // cdktf\n";
    expect(renamed(text)).toBe(text.replace('// cdktf', '// cdktn'));
  });
});

describe('the program', () => {
  test.each([
    ["spawn('cdktf', args);", "spawn('cdktn', args);"],
    ["childProcess.execFileSync('cdktf');", "childProcess.execFileSync('cdktn');"],
    ["run('npx', ['--yes', 'cdktf', 'synth']);", "run('npx', ['--yes', 'cdktn', 'synth']);"],
  ])('%s', (before, after) => {
    expect(renamed(before)).toBe(after);
  });
});

test('the file that the CLI is started by is named after the command', () => {
  expect(renamed("join(root, 'node_modules', 'cdktf-cli', 'bundle', 'bin', 'cdktf.js')")).toBe(
    "join(root, 'node_modules', 'cdktn-cli', 'bundle', 'bin', 'cdktn.js')",
  );
});

test('JavaScript and JSX are read by their own syntax', () => {
  expect(renamed("#!/usr/bin/env node\nconst { App } = require('cdktf');\n", 'app.cjs')).toContain("require('cdktn')");
  expect(renamed("import 'cdktf';\nexport const page = <p>cdktf</p>;\n", 'page.tsx')).toContain("import 'cdktn'");
});

test('identifiers stay: they are the project’s own', () => {
  const text = "import * as cdktf from 'cdktf';\nnew cdktf.App();\n";
  expect(renamed(text)).toBe("import * as cdktf from 'cdktn';\nnew cdktf.App();\n");
});

describe('in a string', () => {
  test('commands and packages are renamed', () => {
    expect(renamed(`log('cdktf deploy local-*'); log(\`cdktf synth \${stack}\`);`)).toBe(
      `log('cdktn deploy local-*'); log(\`cdktn synth \${stack}\`);`,
    );
    expect(renamed("throw new Error('cdktf-cli is not installed');")).toContain('cdktn-cli is not');
  });

  test('what may be the name of something deployed stays, and is told with its line', () => {
    const text = "const tags = {\n  ManagedBy: 'cdktf',\n  bucket: 'my-cdktf-state',\n  text: 'made with cdktf',\n};\n";
    expect(renamed(text)).toBe(text);
    expect(left(text)).toEqual(["2: 'cdktf'", "3: 'my-cdktf-state'", "4: 'made with cdktf'"]);
  });

  test.each([
    "class Small extends Stack { constructor() { super(scope, 'cdktf'); } }",
    "new Stack(scope, 'cdktf');",
    "Tags.of(this).add('ManagedBy', 'cdktf');",
    "bucketKey('cdktf/prod.tfstate');",
    "label('cdktf', 'deploy');",
    "const names = ['cdktf', 'terraform'];",
    "const names = [, 'cdktf', , other];",
    "app.require('cdktf');",
    "spawn(command, 'cdktf');",
  ])('what may name something deployed stays, and is told: %s', (text) => {
    expect(renamed(text)).toBe(text);
    expect(left(text)).toEqual([expect.stringMatching(/^1: 'cdktf/)]);
  });

  test('what the fork calls as before stays, and is not told', () => {
    const text = "join(root, 'cdktf.out'); read('cdktf.json'); env.CDKTF_OUTDIR; set('CDKTF_OUTDIR', '~/.cdktf');\n";
    expect(renamed(text)).toBe(text);
    expect(left(text)).toEqual([]);
  });
});

test('a comment is renamed, but for what the fork calls as before', () => {
  expect(renamed('/** As `cdktf synth` does. CDKTF’s tokens; cdktf.out, CDKTF_OUTDIR. Made by cdktf. */\n')).toBe(
    '/** As `cdktn synth` does. CDKTN’s tokens; cdktf.out, CDKTF_OUTDIR. Made by cdktn. */\n',
  );
});

test('the same text in a string is no comment', () => {
  const text = "const text = '// cdktf';\n";
  expect(renamed(text)).toBe(text);
});

test('characters outside of ASCII move nothing', () => {
  expect(renamed("// “…” 🙂\nimport 'cdktf'; // 🙂 cdktf\nconst a = '🙂';\n")).toBe(
    "// “…” 🙂\nimport 'cdktn'; // 🙂 cdktn\nconst a = '🙂';\n",
  );
});

test.each([
  '@injectable() class A { constructor(@inject(queue) private b: B) {} @logged() run() {} @logged accessor c = 1; }',
  '@injectable() export class A {}',
  '{ using file = open(); }',
])('can be parsed: %s', (syntax) => {
  expect(renamed(`import 'cdktf';\n${syntax}\n`)).toBe(`import 'cdktn';\n${syntax}\n`);
});

test('what can’t be parsed stays, and is told', () => {
  const text = "import { from 'cdktf';";
  expect(renamed(text)).toBe(text);
  expect(left(text)).toEqual([expect.stringMatching(/^can't be parsed.*: .*\(1:/)]);
});

test('a second time changes nothing', () => {
  const once = renamed("import 'cdktf'; // cdktf\nlog('cdktf synth');\n");
  expect(renamed(once)).toBe(once);
});
