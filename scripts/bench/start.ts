import { freePort } from '@blueprint/local/ministack/free-port';
import { runChild } from './child';
import { number } from './columns';
import type { Gate } from './gate';
import type { BenchContext, Report } from './section';
import { rawApply } from './start/raw-apply';

const LIMIT_S = 300;
/** Well over the gate, so that a run that misses it still tells by how much. */
const CHILD_LIMIT_MS = 900_000;

interface Timed {
  readonly what: string;
  readonly seconds: number;
}

const start = 'npm start -- --once';
const apply = 'terraform apply of the same stacks';
const test = 'npm test';

/** What a newcomer waits for, each once, as they would type it; and what Terraform alone takes of the first. */
export async function startAndTest(context: BenchContext): Promise<Report> {
  const port = String(await freePort());
  const runs: [what: string, run: () => Promise<number>][] = [
    [start, () => npm(context, 'start', '--', '--once', '--port', port)],
    [apply, () => rawApply(context)],
    [test, () => npm(context, 'test')],
  ];
  const timed: Timed[] = [];
  const failures: string[] = [];
  for (const [what, run] of runs) {
    context.progress(what);
    try {
      timed.push({ what, seconds: (await run()) / 1000 });
    } catch (error) {
      context.signal.throwIfAborted();
      failures.push(`${what}: ${error instanceof Error ? error.message : error}`);
    }
  }
  return {
    tables: [table(timed)],
    gates: [start, test].map((what) => gate(timed, what)),
    failures,
    measured: { timed },
  };
}

async function npm({ root, signal }: BenchContext, ...args: string[]): Promise<number> {
  const { wallMs } = await runChild('npm', args, { cwd: root, env: process.env, limitMs: CHILD_LIMIT_MS, signal });
  return wallMs;
}

function table(timed: readonly Timed[]) {
  const rows = timed.map(({ what, seconds }) => [what, number(seconds, 1)]);
  const [whole, raw] = [start, apply].map((what) => secondsOf(timed, what));
  const ratio =
    whole !== undefined && raw !== undefined ? [['npm start to terraform apply', `${number(whole / raw, 2)} ×`]] : [];
  return {
    title: 'Start and tests',
    header: ['command', 'seconds'],
    rows: [...rows, ...ratio],
    notes: [
      'npm start: set-up when something has changed, local AWS, cdktf deploy, the whole data set. The apply: init and apply of',
      'both stacks, with state and local AWS empty.',
    ],
  };
}

function gate(timed: readonly Timed[], what: string): Gate {
  return { name: what, measured: secondsOf(timed, what) ?? Number.NaN, bound: 'at most', limit: LIMIT_S, unit: 's' };
}

function secondsOf(timed: readonly Timed[], what: string): number | undefined {
  return timed.find((one) => one.what === what)?.seconds;
}
