import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { LockedError, StalePlanError, TerraformError, TerraformRun } from './terraform-run';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'terraform-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const file = (name: string) => join(folder, name);
const calls = () => readFileSync(file('calls'), 'utf8').trim().split('\n');

/** A run whose `terraform` is a script. */
function run(script: string, signal?: AbortSignal): TerraformRun {
  writeFileSync(file('terraform'), `#!/bin/sh\necho "$@" >> "${file('calls')}"\n${script}\n`);
  chmodSync(file('terraform'), 0o755);
  const variables = { PATH: `${folder}${delimiter}${process.env.PATH}` };
  return new TerraformRun({ folder, variables, logFile: file('log'), signal });
}

test('a plan that is never applied takes no lock', async () => {
  const terraform = run('exit 2');
  expect(await terraform.plan('p', { locks: false })).toBe(true);
  await terraform.plan('p', { locks: true });
  expect(calls()).toEqual([
    expect.stringMatching(/^plan .* -lock=false /),
    expect.stringMatching(/^plan .* -lock=true /),
  ]);
});

test('an abort interrupts it once, and it is waited for', async () => {
  const stopped = new AbortController();
  const terraform = run(
    `trap 'echo interrupted >> "${file('signals')}"' INT; touch "${file('runs')}"
     while [ ! -f "${file('signals')}" ]; do sleep 0.05; done; sleep 0.3; echo ended >> "${file('signals')}"; exit 1`,
    stopped.signal,
  );
  const applied = terraform.apply('p');
  while (!existsSync(file('runs'))) await pause(20);
  stopped.abort(new Error('Stopped by SIGINT.'));
  await expect(applied).rejects.toThrow('Stopped by SIGINT.');
  expect(readFileSync(file('signals'), 'utf8')).toBe('interrupted\nended\n');
});

test('it is of a process group of its own, which a Ctrl-C at the terminal does not reach', async () => {
  await run(`ps -o pgid= -p $$ > "${file('group')}"; echo $$ > "${file('process')}"`).init();
  expect(readFileSync(file('group'), 'utf8').trim()).toBe(readFileSync(file('process'), 'utf8').trim());
});

test('nothing is begun after an abort', async () => {
  await expect(run('exit 0', AbortSignal.abort(new Error('Stopped.'))).init()).rejects.toThrow('Stopped.');
  expect(existsSync(file('calls'))).toBe(false);
});

test('what it says is kept in the log, and its errors are told', async () => {
  const error = await run(`echo 'a secret'; echo '│ Error: no such table' >&2; exit 1`)
    .apply('p')
    .catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(TerraformError);
  expect(String(error)).toContain('Error: no such table');
  expect(String(error)).not.toContain('a secret');
  expect(readFileSync(file('log'), 'utf8')).toContain('a secret');
});

test('a stale plan is told as one', async () => {
  await expect(run(`echo 'Error: Saved plan is stale' >&2; exit 1`).apply('p')).rejects.toBeInstanceOf(StalePlanError);
});

test('a lock is told with its id, and what to do about it', async () => {
  const said = `echo '│ Error: Error acquiring the state lock
│ Lock Info:
│   ID:        5f1d
│   Who:       ann@laptop' >&2; exit 1`;
  const error = await run(said)
    .apply('p')
    .catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(LockedError);
  expect(String(error)).toMatch(/ID: +5f1d\nWho: +ann@laptop\ndocs\/promotion\.md/);
});
