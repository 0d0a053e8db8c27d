import { join } from 'node:path';
import * as z from 'zod';
import { BUNDLE_LIMIT_BYTES, bundle } from '../bundle';
import type { BundledFunction } from '../bundle-manifest';
import { functionEnvironments } from './bundles/function-environments';
import { runChild } from './child';
import { number } from './columns';
import type { Gate } from './gate';
import type { BenchContext, Report, Table } from './section';
import { type Sample, sampleOf } from './statistics';
import { synthesize } from './synth/synthesis';

const ROUNDS = 7;
const IMPORT_LIMIT_MS = 100;
const CHILD_LIMIT_MS = 30_000;

/**
 * What Lambda itself sets and the modules look at as they load; with the daemon's address, X-Ray is on as when deployed.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html
 */
const lambdaEnvironment = {
  AWS_REGION: 'ap-northeast-1',
  AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs22.x',
  AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '256',
  AWS_XRAY_DAEMON_ADDRESS: '127.0.0.1:2000',
  _HANDLER: 'index.handler',
};

interface Measured extends BundledFunction {
  readonly importMs: Sample;
}

/** The size of each function's script and what lies beside it, and how long its `require` takes in a fresh process with the function's variables. */
export async function bundles(context: BenchContext): Promise<Report> {
  const { functions } = await bundle();
  const outdir = join(context.scratch, 'bundles');
  await synthesize(context, 'stacks/main.ts', outdir);
  const environments = functionEnvironments(outdir, 'local-workflows');
  const times = new Map(functions.map(({ path }) => [path, [] as number[]]));
  for (let round = 1; round <= ROUNDS; round++) {
    context.progress(`round ${round} of ${ROUNDS}`);
    for (const { path } of functions)
      times.get(path)?.push(await importMs(context, path, environmentOf(path, environments)));
  }
  const measured = functions.map((one) => ({ ...one, importMs: sampleOf(times.get(one.path) ?? []) }));
  return {
    tables: [
      {
        title: 'Lambda bundles',
        header: ['function', 'KiB', 'KiB zipped', 'import ms', 'least', 'most'],
        rows: measured.map(({ path, bytes, zipBytes, importMs: { median, least, most } }) => [
          path,
          number(bytes / 1024, 1),
          number(zipBytes / 1024, 1),
          ...[median, least, most].map((ms) => number(ms, 1)),
        ]),
        notes: [`Import: "require" in a fresh process, medians of ${ROUNDS} rounds, with X-Ray on.`],
      },
      ...besideScripts(measured),
    ],
    gates: measured.flatMap(gatesOf),
    measured: { rounds: ROUNDS, functions: measured },
  };
}

/** What functions carry beside their scripts, which no limit of scripts is for. */
function besideScripts(measured: readonly Measured[]): Table[] {
  const carried = measured.flatMap(({ path, packages }) => packages.map((one) => ({ path, ...one })));
  if (carried.length === 0) return [];
  return [
    {
      title: 'Packages that lie beside scripts',
      header: ['package', 'KiB'],
      rows: carried.map(({ path, name, bytes }) => [`${name} in ${path}`, number(bytes / 1024, 1)]),
      notes: [...new Set(carried.map(({ name, because }) => `${name}: ${because}.`))],
    },
  ];
}

function environmentOf(
  path: string,
  environments: ReadonlyMap<string, Record<string, string>>,
): Record<string, string> {
  const suffix = `-${path.replaceAll('/', '-')}`;
  const found = [...environments].find(([name]) => name.endsWith(suffix));
  if (!found) throw new Error(`lambdas/${path}.ts is bundled, but no stack deploys it: its variables are not known.`);
  return { ...lambdaEnvironment, ...found[1], AWS_LAMBDA_FUNCTION_NAME: found[0] };
}

async function importMs({ root, signal }: BenchContext, path: string, env: Record<string, string>): Promise<number> {
  const { reported } = await runChild(
    process.execPath,
    [join(__dirname, 'bundles', 'require-time.cjs'), join(root, '.build', 'lambdas', path, 'index.js')],
    { cwd: root, env, limitMs: CHILD_LIMIT_MS, signal },
  );
  return z.object({ importMs: z.number() }).parse(JSON.parse(reported)).importMs;
}

function gatesOf({ path, bytes, packages, importMs: { median } }: Measured): Gate[] {
  const size = { measured: bytes / 1024, limit: BUNDLE_LIMIT_BYTES / 1024, unit: 'KiB' };
  return [
    { name: `bundle size of ${path}`, bound: 'at most', ...size },
    { name: `import time of ${path}`, bound: 'at most', measured: median, limit: IMPORT_LIMIT_MS, unit: 'ms' },
    ...packages.map((one): Gate => {
      const weight = { measured: one.bytes / 1024, limit: one.limitBytes / 1024, unit: 'KiB' };
      return { name: `size of ${one.name} in ${path}`, bound: 'at most', ...weight };
    }),
  ];
}
