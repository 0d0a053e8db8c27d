import { spawn } from 'node:child_process';
import { createWriteStream, existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { terraformEnvironment } from '../terraform';

const root = resolve(__dirname, '..', '..');
const stateFolder = join(root, '.local', 'terraform');

/**
 * Most of a deployment is the provider's waiting (a queue's attributes must hold for 25 s, a function waits for its role), so
 * Terraform's usual ten resources at a time leave the machine idle.
 */
const RESOURCES_AT_ONCE = 64;

/** Called as Terraform reports resources; `total` is what the plans have announced so far. */
export type DeployProgress = (done: number, total: number) => void;

/**
 * Removes the Terraform state of one environment's stacks that is kept in files. A local AWS begins empty, so the state of
 * the one before it names nothing that exists; Terraform would take a minute to find that out, resource by resource.
 */
export function forgetState(environment: string): void {
  if (!existsSync(stateFolder)) return;
  for (const file of readdirSync(stateFolder))
    if (file.startsWith(`${environment}-`) && /\.tfstate(\.backup)?$/.test(file)) rmSync(join(stateFolder, file));
}

/**
 * Runs `cdktf deploy` for the stacks of one environment against an endpoint and waits for its end. Its whole output goes
 * to `logFile`.
 *
 * @param stacks names or patterns as `cdktf deploy` takes them, e.g. `local-*`
 * @param outdir where the stacks are synthesized to; state that is kept in files then lies in `.local/terraform` beside it. Default: as cdktf.json says
 * @throws Error with Terraform's own error lines and the log's name when it fails
 */
export async function deploy(options: {
  stacks: string;
  endpoint: string;
  logFile: string;
  outdir?: string;
  onProgress: DeployProgress;
  signal: AbortSignal;
}): Promise<void> {
  mkdirSync(dirname(options.logFile), { recursive: true });
  const log = createWriteStream(options.logFile);
  const child = spawn(
    process.execPath,
    [
      cdktfExecutable(),
      'deploy',
      options.stacks,
      '--auto-approve',
      '--skip-provider-lock',
      `--terraform-parallelism=${RESOURCES_AT_ONCE}`,
      ...(options.outdir === undefined ? [] : ['--output', options.outdir]),
    ],
    {
      cwd: root,
      env: { ...terraformEnvironment(), ...localCredentials(options.endpoint), CI: 'true', FORCE_COLOR: '0' },
      stdio: ['ignore', 'pipe', 'pipe'],
      signal: options.signal,
    },
  );
  const count = progressCounter(options.onProgress);
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      log.write(chunk);
      count(chunk.toString());
    });
  }
  const code = await new Promise<number | null>((done, fail) => {
    child.on('error', fail);
    child.on('close', done);
  });
  await new Promise((closed) => log.end(closed));
  if (code !== 0) throw new Error(failureMessage(options, code));
}

/** The variables that point every AWS client at the local endpoint; `test` is its root key. */
export function localCredentials(endpoint: string): Record<string, string> {
  return {
    AWS_ENDPOINT_URL: endpoint,
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    AWS_REGION: 'ap-northeast-1',
    AWS_DEFAULT_REGION: 'ap-northeast-1',
  };
}

function cdktfExecutable(): string {
  const file = join(root, 'node_modules', 'cdktf-cli', 'bundle', 'bin', 'cdktf.js');
  if (!existsSync(file)) throw new Error('cdktf-cli is not installed: run "node scripts/setup.cjs".');
  return file;
}

function progressCounter(onProgress: DeployProgress): (text: string) => void {
  let done = 0;
  let total = 0;
  let rest = '';
  return (text) => {
    const lines = (rest + text).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) {
      if (/: (Creation|Modifications|Destruction) complete after/.test(line)) done += 1;
      const plan = /Plan: .*?(\d+) to add, .*?(\d+) to change, .*?(\d+) to destroy/.exec(line);
      if (plan) total += Number(plan[1]) + Number(plan[2]) + Number(plan[3]);
    }
    onProgress(done, Math.max(total, done));
  };
}

function failureMessage({ stacks, logFile }: { stacks: string; logFile: string }, code: number | null): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: cdktf colours its lines even without a terminal
  const plain = readFileSync(logFile, 'utf8').replace(/\x1b\[[0-9;]*[A-Za-z]/g, '');
  const errors = plain.split('\n').filter((line) => /[│╷╵]|[Ee]rror/.test(line));
  const shown = (errors.length > 0 ? errors : plain.split('\n')).slice(-30).join('\n');
  return `cdktf deploy ${stacks} ended with exit code ${code}. The whole log is in ${logFile}; its errors:\n${shown}`;
}
