import * as crypto from 'node:crypto';
import { createRequire } from 'node:module';
import type { Clock } from '@blueprint/local/stepfunctions';
import { type HttpTransport, httpModule } from './http';

/** What an instance sees of the outside: time, chance, its environment, its output and the network. */
export interface Surroundings {
  clock: Clock;
  random: () => number;
  environment: Record<string, string>;
  transport: HttpTransport;
  print: (line: string) => void;
}

const nodeRequire = createRequire(__filename);

const missingFile = (path: unknown) =>
  Object.assign(new Error(`ENOENT: no such file or directory, open '${String(path)}'`), { code: 'ENOENT' });

/** A Lambda sandbox has no `~/.aws`: the SDK's look for one ends at once instead of in real I/O. */
const noFiles = { ...nodeRequire('node:fs/promises'), readFile: (path: unknown) => Promise.reject(missingFile(path)) };

const fileSystem = {
  ...nodeRequire('node:fs'),
  promises: noFiles,
  readFile: (path: unknown, ...rest: unknown[]) => (rest.at(-1) as (error: Error) => void)(missingFile(path)),
};

/** The X-Ray SDK hooks every promise of the process even when tracing is off: a third of the whole run's time. */
const noAsyncHooks = {
  ...nodeRequire('node:async_hooks'),
  createHook: () => ({ enable: () => undefined, disable: () => undefined }),
};

/** The globals by the names a bundle uses them under, bound to the simulation. */
export function sandboxGlobals(surroundings: Surroundings): Record<string, unknown> {
  const { clock, random, environment, print } = surroundings;
  const timers = virtualTimers(clock);
  const output = {
    write: (chunk: unknown) => {
      print(String(chunk));
      return true;
    },
    on: () => output,
    isTTY: false,
  };
  const write = (...parts: unknown[]) => print(parts.map(String).join(' '));
  const sandboxProcess = overlay(process, {
    env: environment,
    stdout: output,
    stderr: output,
    version: 'v22.20.0',
    emitWarning: () => undefined,
  });
  return {
    require: sandboxRequire(surroundings),
    process: sandboxProcess,
    console: { log: write, info: write, warn: write, error: write, debug: write, trace: write },
    Date: virtualDate(clock),
    Math: overlay(Math, { random }),
    performance: { now: () => clock.now(), timeOrigin: 0 },
    crypto: virtualCrypto(random),
    ...timers,
  };
}

function sandboxRequire(surroundings: Surroundings): (name: string) => unknown {
  const http = httpModule(surroundings.transport);
  const crypto = virtualCrypto(surroundings.random);
  const replaced: Record<string, unknown> = { http, https: http, crypto, fs: fileSystem, 'fs/promises': noFiles };
  replaced.async_hooks = noAsyncHooks;
  const write = (...parts: unknown[]) => surroundings.print(parts.map(String).join(' '));
  class PrintingConsole {
    log = write;
    info = write;
    warn = write;
    error = write;
    debug = write;
    trace = write;
  }
  replaced.console = { Console: PrintingConsole, default: new PrintingConsole() };
  return (name) => replaced[name.replace(/^node:/, '')] ?? nodeRequire(name);
}

/** An object that has everything of `base`, except what `over` names. */
function overlay<T extends object>(base: T, over: object): T {
  const values = Object.entries(over).map(([name, value]) => [name, { value, enumerable: true, writable: true }]);
  return Object.create(base, Object.fromEntries(values));
}

function virtualTimers(clock: Clock): Record<string, unknown> {
  const start = (run: (...args: unknown[]) => void, ms = 0, ...args: unknown[]) => {
    const handle = clock.setTimeout(() => run(...args), Math.max(0, ms));
    return { handle, ref: () => undefined, unref: () => undefined, hasRef: () => true, refresh: () => undefined };
  };
  const stop = (timer?: { handle: Parameters<Clock['clearTimeout']>[0] }) => {
    if (timer) clock.clearTimeout(timer.handle);
  };
  return {
    setTimeout: start,
    clearTimeout: stop,
    setImmediate: (run: (...args: unknown[]) => void, ...args: unknown[]) => start(run, 0, ...args),
    clearImmediate: stop,
    setInterval: () => start(() => undefined, 0),
    clearInterval: stop,
  };
}

function virtualDate(clock: Clock): DateConstructor {
  return new Proxy(Date, {
    construct: (target, args, newTarget) =>
      Reflect.construct(target, args.length === 0 ? [clock.now()] : args, newTarget),
    apply: () => new Date(clock.now()).toString(),
    get: (target, name) => (name === 'now' ? () => clock.now() : Reflect.get(target, name)),
  });
}

function virtualCrypto(random: () => number): typeof crypto {
  const randomBytes = (size: number) => Buffer.from(Array.from({ length: size }, () => Math.floor(random() * 256)));
  const randomUUID = () => {
    const hex = randomBytes(16).toString('hex');
    return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20)}`;
  };
  const fill = <T extends NodeJS.ArrayBufferView>(view: T): T => {
    const bytes = new Uint8Array(view.buffer, view.byteOffset, view.byteLength);
    bytes.set(randomBytes(bytes.length));
    return view;
  };
  return overlay(crypto, { randomUUID, randomBytes, getRandomValues: fill, randomFillSync: fill });
}
