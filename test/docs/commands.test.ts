import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { readRecord } from '../../scripts/upstream/fork-record';
import { documentedCommands } from './commands';
import { PAGES, runBy } from './run-by';

const root = resolve(__dirname, '..', '..');
const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const commands = documentedCommands();
const isThere = (script: string) => script.replace('npm run ', '') in scripts;

describe('the commands in docs/', () => {
  test('are found', () => {
    expect(commands.map(({ command }) => command)).toEqual(
      expect.arrayContaining(['npm start -- --once', 'npm run artifact', 'npm run bootstrap -- --env dev']),
    );
  });

  test.each(commands.map(({ page, command }) => [page, command]))('%s: %s is run by a test', (page, command) => {
    expect(runBy({ page, command })).toBeDefined();
  });

  test('name scripts that there are', () => {
    const named = commands.flatMap(({ command }) => /^npm run (?:-s )?([\w:]+)/.exec(command)?.[1] ?? []);
    expect(named.filter((name) => !(name in scripts))).toEqual([]);
  });

  test('are run by scripts that there are, but for forking in a fork', () => {
    const missing = Object.values(PAGES).filter((script) => !isThere(script));
    expect(missing).toEqual(readRecord(root) === undefined ? [] : ['npm run test:fork']);
  });

  test('are run in CI by the scripts that run them', () => {
    const ci = readFileSync(join(root, '.ci', 'run'), 'utf8');
    for (const script of ['npm run test:docs', ...Object.values(PAGES).filter(isThere)])
      expect(ci).toContain(` ${script}`);
  });
});
