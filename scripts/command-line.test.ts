import { type ChildProcess, spawn } from 'node:child_process';
import { resolve } from 'node:path';
import { expect, test } from '@jest/globals';
import { withUsage } from './command-line';

const root = resolve(__dirname, '..');

/** Runs code with the functions of `command-line.ts` at hand. */
function script(code: string): { child: ChildProcess; said: Promise<string>; ended: Promise<[number | null, string]> } {
  const text = `const { runScript, runUntilStopped } = require('./scripts/command-line'); ${code}`;
  const child = spawn(process.execPath, ['--require', 'tsx/cjs', '--eval', text, '--', 'script', 'first'], {
    cwd: root,
  });
  let output = '';
  const said = new Promise<string>((done) => {
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk: Buffer) => {
        output += chunk;
        done(output);
      });
    }
  });
  const ended = new Promise<[number | null, string]>((done) => child.on('close', (exit) => done([exit, output])));
  return { child, said, ended };
}

/** Goes on for ever, and puts in order what a signal stops: for ever, too, if it is told so. */
const busy = (order: string) =>
  `async (argv, signal) => {
    const timer = setInterval(() => {}, 1000);
    console.log('runs');
    await new Promise((done) => signal.addEventListener('abort', done));
    console.log('puts in order');
    ${order}
    clearInterval(timer);
    signal.throwIfAborted();
  }`;

test.each([
  ['a number that it returns', '() => 7', 7, ''],
  ['0 when it returns nothing', '(argv) => console.log(argv.join())', 0, 'first\n'],
  ['1 when it throws', '() => { throw new Error("no such thing"); }', 1, 'no such thing\n'],
  ['1 when it fails later', 'async () => { throw new Error("no such thing"); }', 1, 'no such thing\n'],
])('the exit code is %s', async (_, main, code, output) => {
  expect(await script(`runScript(${main});`).ended).toEqual([code, output]);
});

test('a signal stops it in good order', async () => {
  const { child, said, ended } = script(`runUntilStopped(${busy('')}, { told: 'nothing was written' });`);
  await said;
  child.kill('SIGTERM');
  expect(await ended).toEqual([130, 'runs\nputs in order\nStopped by SIGTERM: nothing was written.\n']);
});

test('what fails unstopped is told as it is', async () => {
  const { ended } = script('runUntilStopped(() => { throw new Error("no such thing"); });');
  expect(await ended).toEqual([1, 'no such thing\n']);
});

test('a second signal ends it at once, but not the same one again', async () => {
  const again = `const send = () => process.kill(process.pid, 'SIGINT');
    send();
    setTimeout(() => console.log('goes on'), 300);
    setTimeout(send, 1500);
    await new Promise(() => {});`;
  const { child, said, ended } = script(`runUntilStopped(${busy(again)});`);
  await said;
  child.kill('SIGINT');
  expect(await ended).toEqual([130, 'runs\nputs in order\ngoes on\n']);
});

test('but not the taking back', async () => {
  const again =
    "process.kill(process.pid, 'SIGINT'); await new Promise((done) => setTimeout(done, 1500)); process.kill(process.pid, 'SIGINT'); await new Promise((done) => setTimeout(done, 100)); console.log('taken back');";
  const { child, said, ended } = script(`runUntilStopped(${busy(again)}, { isPatient: true });`);
  await said;
  child.kill('SIGINT');
  expect(await ended).toEqual([130, 'runs\nputs in order\ntaken back\nStopped by SIGINT.\n']);
});

test('what is wrong with a command line is told with its usage', () => {
  const wrong = () => {
    throw new Error('There is no --fast.');
  };
  expect(() => withUsage('npm run it', wrong)).toThrow('There is no --fast.\n\nnpm run it');
  expect(withUsage('npm run it', () => 1)).toBe(1);
});
