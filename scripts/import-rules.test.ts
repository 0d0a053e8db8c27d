import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';

const root = resolve(__dirname, '..');

/** By folder: what a file there must not import. */
const refused = [
  ['stacks/command', '@cdktf/provider-aws'],
  ['stacks/command', '@cdktf/provider-aws/lib'],
  ['stacks/command', '@cdktf/provider-aws/lib/index'],
  ['stacks/command', '@cdktf/provider-aws/lib/index.js'],
  ['lambdas/command', '@blueprint/stacks'],
  ['lambdas/command', '@blueprint/stacks/command/definition'],
  ['lambdas/command', '../../stacks'],
  ['lambdas', '../stacks/constructs/queue'],
  ['lambdas/command', '@cdktf/provider-aws/lib'],
  ['asl/lint', '@blueprint/stacks'],
  ['asl/lint', '@blueprint/lambdas/command/publisher'],
  ['asl/lint', '../../env/index'],
  ['asl', '../env'],
  ['asl/lint', '@cdktf/provider-aws'],
  ['local/lambda', '@blueprint/env'],
  ['local/lambda', '../../test/chaos/world/clock'],
  ['local/lambda', '../../scripts/bundle'],
] as const;

const accepted = [
  ['stacks/command', '@cdktf/provider-aws/lib/sqs-queue'],
  ['stacks/command', '@blueprint/lambdas'],
  ['lambdas/command', '../platform/sfn'],
  ['asl/lint', '../definition/workflow'],
  ['local/lambda', './environment'],
  ['local/lambda', '@blueprint/asl'],
  ['scripts', '@blueprint/stacks'],
] as const;

const folder = mkdtempSync(join(tmpdir(), 'import-rules-'));
const fileOf = (room: string, from: string) => `${room}/${from.replaceAll(/\W+/g, '-')}.ts`;
let findings: string;

beforeAll(() => {
  copyFileSync(join(root, 'biome.json'), join(folder, 'biome.json'));
  for (const [room, from] of [...refused, ...accepted]) {
    mkdirSync(join(folder, room), { recursive: true });
    writeFileSync(join(folder, fileOf(room, from)), `import '${from}';\n`);
  }
  const biome = join(root, 'node_modules', '@biomejs', 'biome', 'bin', 'biome');
  // The scratch folder is no repository, and git's ignored files are none of its matter.
  const options = ['--only=style/noRestrictedImports', '--vcs-enabled=false', '--max-diagnostics=none'];
  const { stdout } = spawnSync(process.execPath, [biome, 'lint', ...options, '--reporter=github', '.'], {
    cwd: folder,
    encoding: 'utf8',
  });
  findings = stdout;
});

afterAll(() => rmSync(folder, { recursive: true }));

test.each(refused)('a file in %s that imports %s is refused', (room, from) => {
  expect(findings).toContain(`/${fileOf(room, from)},`);
});

test.each(accepted)('a file in %s may import %s', (room, from) => {
  expect(findings).not.toContain(`/${fileOf(room, from)},`);
});
