/**
 * `npm run test:api`: deploys the local environment to an AWS of its own, and has Schemathesis send to the HTTP API what the
 * OpenAPI document that it serves allows and forbids. Nothing may answer 5xx, or anything that the document doesn't have.
 */
import { spawn } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { environment } from '@blueprint/env';
import { startLocalAws } from '@blueprint/local';
import { bundle } from '@blueprint/scripts/bundle';
import { runUntilStopped } from '@blueprint/scripts/command-line';
import { LocalIssuer } from '@blueprint/scripts/issuer';
import { pythonEnvironment } from '@blueprint/scripts/python-environment';
import type { LocalRun } from '@blueprint/scripts/start/clients';
import { deploy } from '@blueprint/scripts/start/deploy';
import { apiUrl } from '@blueprint/scripts/start/http-api';
import { logFile } from '@blueprint/scripts/start/log-file';
import { type KnownPath, makeKnownPaths } from './known-paths';

const root = resolve(__dirname, '..', '..');
const folder = join(root, '.local', 'api-test');

/** Answers of the gateway that the document has with every operation, and checks that say something of ours. */
const CHECKS = [
  'not_a_server_error',
  'status_code_conformance',
  'content_type_conformance',
  'response_headers_conformance',
  'response_schema_conformance',
  'negative_data_rejection',
  'missing_required_header',
  'ignored_auth',
];

/**
 * Routes for roles are left out: nobody here can sign for one, and what API Gateway says then is no answer of ours. And where it
 * calls an AWS service by itself, nobody checks the request by its schema: the service says in its answer what is wrong.
 */
const SETTINGS = `
[[operations]]
include-by = "/security/0/iam == []"
enabled = false

[[operations]]
include-by = "/x-answered-by == service"
checks.negative_data_rejection.expected-statuses = ["200", "400", "401", "413"]
`;

interface Options {
  /** Of each operation, at most. */
  readonly examples: number;
  readonly seed: number;
}

async function main(options: Options, signal: AbortSignal): Promise<number> {
  await bundle();
  const executable = join(pythonEnvironment('schemathesis', join(__dirname, 'requirements.txt')), 'st');
  rmSync(folder, { recursive: true, force: true });
  const local = environment('local');
  const aws = await startLocalAws({
    port: 0,
    region: local.region,
    accountId: local.account,
    ministack: join(root, '.local', 'venv', 'bin', 'ministack'),
    dataFolder: join(folder, 'aws'),
    rightsFile: join(folder, 'rights.json'),
    logger: logFile(join(folder, 'local.log')),
    issuers: { [local.api.jwt.issuer]: new LocalIssuer(local.api.jwt).keys },
  });
  try {
    // The stacks of their own folder keep their state there, too: an `npm start` that is up is not disturbed.
    const outdir = join(folder, 'synthesized', 'out');
    mkdirSync(outdir, { recursive: true });
    await deploy({
      stacks: 'local-*',
      endpoint: aws.endpoint,
      logFile: join(folder, 'deploy.log'),
      outdir,
      signal,
      onProgress: () => undefined,
    });
    const url = apiUrl(local, join(folder, 'synthesized', '.local', 'terraform'));
    return await fuzz(executable, { endpoint: aws.endpoint, environment: local, signal }, url, options);
  } finally {
    await aws.stop();
  }
}

/** A first run sends anything to all operations, and meets mostly what is not there; a second one reads what examples made. */
async function fuzz(executable: string, run: LocalRun, url: string, options: Options): Promise<number> {
  const issuer = new LocalIssuer(run.environment.api.jwt);
  const headers = async (tenantCode: string) =>
    `headers = { Authorization = "Bearer ${await issuer.token({ tenantCode, userId: 'schemathesis' })}" }`;
  const all = `${await headers('fuzz')}\n${SETTINGS}`;
  const code = await schemathesis(executable, url, all, [], options, run.signal);
  if (code !== 0) return code;
  const known = await makeKnownPaths(run, url);
  console.log(`\nOnce more, with what is there to be read: ${known.map(({ operationId }) => operationId).join(', ')}.`);
  const one = async ({ operationId, parameters, tenantCode }: KnownPath) => {
    const given = Object.entries(parameters).map(([name, value]) => `"path.${name}" = ${JSON.stringify(value)}`);
    return `[[operations]]\ninclude-operation-id = "${operationId}"\n${await headers(tenantCode)}\nparameters = { ${given.join(', ')} }\n`;
  };
  const only = known.flatMap(({ operationId }) => ['--include-operation-id', operationId]);
  return schemathesis(executable, url, (await Promise.all(known.map(one))).join('\n'), only, options, run.signal);
}

/** Settings go through a file that only this user reads, since arguments are seen by every process: there are tokens in them. */
function schemathesis(
  executable: string,
  url: string,
  settings: string,
  only: readonly string[],
  { examples, seed }: Options,
  signal: AbortSignal,
): Promise<number> {
  const config = join(folder, 'schemathesis.toml');
  writeFileSync(config, settings, { mode: 0o600 });
  const args = [
    `--config-file=${config}`,
    'run',
    `${url}/openapi.json`,
    `--url=${url}`,
    `--checks=${CHECKS}`,
    `--max-examples=${examples}`,
    `--seed=${seed}`,
    // Two threads that parse at once trip over each other in CPython 3.11: https://github.com/python/cpython/issues/106905
    '--workers=1',
    '--phases=examples,coverage,fuzzing',
    '--request-timeout=35',
    '--no-color',
    ...only,
  ];
  const child = spawn(executable, args, { cwd: folder, stdio: ['ignore', 'inherit', 'inherit'], signal });
  return new Promise((done, fail) => {
    child.on('error', fail);
    child.on('close', (code) => done(code ?? 1));
  });
}

runUntilStopped((argv, signal) => {
  const { values } = parseArgs({
    args: [...argv],
    options: { examples: { type: 'string', default: '50' }, seed: { type: 'string', default: '1' } },
  });
  return main({ examples: Number(values.examples), seed: Number(values.seed) }, signal);
});
