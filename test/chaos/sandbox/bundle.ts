import { Script } from 'node:vm';
import { type Surroundings, sandboxGlobals } from './globals';

/**
 * Ten bundles with an SDK each, in several instances, run too rarely for the optimizing compiler: compiling all of it by the baseline
 * compiler, with a roomier nursery, takes a quarter off the time of a schedule.
 */
export const v8Flags = ['--always-sparkplug', '--max-semi-space-size=64'];

const names = [
  'require',
  'process',
  'console',
  'Date',
  'Math',
  'performance',
  'crypto',
  'setTimeout',
  'clearTimeout',
  'setImmediate',
  'clearImmediate',
  'setInterval',
  'clearInterval',
];

type Evaluate = (module: { exports: object }, exports: object, ...globals: unknown[]) => void;

/** The CommonJS bundle that is deployed, compiled once; each `start` is a cold start that evaluates it with globals of its own. */
export class Bundle {
  private readonly evaluate: Evaluate;

  constructor(
    readonly name: string,
    source: string,
  ) {
    const script = new Script(`(function (module, exports, ${names.join(', ')}) {${source}\n})`, { filename: name });
    this.evaluate = script.runInThisContext();
  }

  /** @returns what the bundle exports */
  start(surroundings: Surroundings): Record<string, unknown> {
    const globals = sandboxGlobals(surroundings);
    const module: { exports: Record<string, unknown> } = { exports: {} };
    this.evaluate(module, module.exports, ...names.map((name) => globals[name]));
    return module.exports;
  }
}
