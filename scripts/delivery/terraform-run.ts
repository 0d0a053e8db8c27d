import { spawn } from 'node:child_process';
import { createWriteStream, mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';

/**
 * Most of a deployment is the provider's waiting, so Terraform's usual ten resources at a time leave the machine idle; AWS's own
 * throttles are retried by the provider.
 */
const RESOURCES_AT_ONCE = 64;
/** How long a run waits for another one to give the state's lock back. */
const LOCK_TIMEOUT = '120s';

export interface TerraformRunOptions {
  /** Of the laid-out stack. */
  readonly folder: string;
  readonly variables: NodeJS.ProcessEnv;
  /** Takes the whole output, which may hold secrets and is never shown. */
  readonly logFile: string;
  readonly signal?: AbortSignal | undefined;
}

/** Terraform in the folder of one synthesized stack. */
export class TerraformRun {
  constructor(private readonly options: TerraformRunOptions) {}

  get logFile(): string {
    return this.options.logFile;
  }

  /** @param settings further settings of `terraform init` */
  async init(...settings: readonly string[]): Promise<void> {
    await this.run('init', '-input=false', '-lockfile=readonly', ...settings);
  }

  /**
   * Writes a plan.
   *
   * @returns whether it would change anything
   */
  async plan(file: string, { locks }: { readonly locks: boolean }): Promise<boolean> {
    const { code } = await this.run('plan', '-detailed-exitcode', `-out=${file}`, `-lock=${locks}`, ...COMMON);
    return code === 2;
  }

  /** A plan or, without one, the state, as Terraform's JSON. */
  async show(file?: string): Promise<unknown> {
    const { output } = await this.run('show', '-json', ...(file ? [file] : []));
    return JSON.parse(output);
  }

  /**
   * @throws StalePlanError when the state has changed since the plan was made
   * @throws LockedError when somebody else has the state's lock
   */
  async apply(plan: string): Promise<void> {
    await this.run('apply', ...COMMON, plan);
  }

  /** The state as it is kept; empty when nothing was applied yet. */
  async state(): Promise<string> {
    const { output } = await this.run('state', 'pull');
    return output;
  }

  /** Has Terraform change a resource that was interrupted while it was made, in place of making it anew. */
  async untaint(address: string): Promise<void> {
    await this.run('untaint', `-lock-timeout=${LOCK_TIMEOUT}`, address);
  }

  /** Takes a resource that is there into the state. */
  async import(address: string, id: string): Promise<void> {
    await this.run('import', '-input=false', `-lock-timeout=${LOCK_TIMEOUT}`, address, id);
  }

  async outputs(): Promise<Readonly<Record<string, string>>> {
    const { output } = await this.run('output', '-json');
    const values = JSON.parse(output) as Record<string, { value: unknown }>;
    return Object.fromEntries(Object.entries(values).map(([name, { value }]) => [name, String(value)]));
  }

  private async run(command: string, ...settings: readonly string[]): Promise<{ code: number; output: string }> {
    const { folder, variables, logFile, signal } = this.options;
    signal?.throwIfAborted();
    mkdirSync(dirname(logFile), { recursive: true });
    const log = createWriteStream(logFile, { flags: 'a' });
    const child = spawn(
      'terraform',
      [command, ...settings, ...(TAKE_NO_COLOR.includes(command) ? ['-no-color'] : [])],
      {
        cwd: folder,
        env: { ...variables, TF_DATA_DIR: join(folder, '.terraform') },
        stdio: ['ignore', 'pipe', 'pipe'],
        // Of a group of its own: from a terminal, Ctrl-C would reach it twice, and at the second one it leaves what is under way.
        detached: true,
      },
    );
    const interrupt = () => {
      console.error('Stopping: Terraform ends what is under way, which can take minutes.');
      child.kill('SIGINT');
    };
    signal?.addEventListener('abort', interrupt, { once: true });
    const said: Record<'stdout' | 'stderr', string> = { stdout: '', stderr: '' };
    for (const stream of ['stdout', 'stderr'] as const) {
      child[stream].setEncoding('utf8').on('data', (text: string) => {
        said[stream] += text;
        log.write(text);
      });
    }
    const code = await new Promise<number>((done, fail) => {
      child.on('error', (error) =>
        fail(new Error(`terraform can't be run: ${error.message}. Is Terraform 1.10 or newer installed?`)),
      );
      child.on('close', (status) => done(status ?? 1));
    }).finally(() => {
      signal?.removeEventListener('abort', interrupt);
      return new Promise((closed) => log.end(closed));
    });
    // It has ended in good order, and the state says what it has done.
    signal?.throwIfAborted();
    const isChange = command === 'plan' && code === 2;
    if (code === 0 || isChange) return { code, output: said.stdout };
    throw failure(`terraform ${command}`, said.stderr || said.stdout, logFile);
  }
}

/** Those whose output is read as JSON have no colours. */
const TAKE_NO_COLOR: readonly string[] = ['init', 'plan', 'apply', 'untaint', 'import'];

const COMMON = ['-input=false', `-lock-timeout=${LOCK_TIMEOUT}`, `-parallelism=${RESOURCES_AT_ONCE}`];

/** Why nothing was applied. */
export class NothingAppliedError extends Error {}

/** A plan that was made of another state than there is now. */
export class StalePlanError extends NothingAppliedError {
  override readonly name = 'StalePlanError';
}

/** A state that somebody else is at work on, or was when he was cut off. */
export class LockedError extends NothingAppliedError {
  override readonly name = 'LockedError';
}

const UNFINISHED =
  '\nWhere a deployment was cut off while it made that, "npm run promote" by hand completes it: a plan alone may not.';

/** What Terraform said when it failed. */
export class TerraformError extends Error {
  override readonly name = 'TerraformError';

  /** @param lines of its errors, without frames */
  constructor(
    what: string,
    readonly lines: readonly string[],
    logFile: string,
  ) {
    super(
      `${what} failed. The whole output is in ${logFile}; its errors:\n${lines.slice(-30).join('\n')}` +
        (lines.some((line) => line.includes('Instance cannot be destroyed')) ? UNFINISHED : ''),
    );
  }

  /** The addresses of resources that could not be made because they are there already. */
  get existing(): string[] {
    const errors = this.lines.join('\n').split(/^(?=Error: )/m);
    return errors.flatMap((error) =>
      /AlreadyExists|AlreadyOwnedByYou|already exists/.test(error) ? (/^with ([\w.-]+),$/m.exec(error)?.[1] ?? []) : [],
    );
  }
}

function failure(what: string, said: string, logFile: string): Error {
  if (said.includes('Saved plan is stale')) {
    return new StalePlanError(
      'The plan is stale: the state has changed since it was made. Nothing was applied. Plan again, and have that plan reviewed.',
    );
  }
  const lines = said
    .split('\n')
    .map((line) => line.replace(/^[│╷╵ ]+/, '').trimEnd())
    .filter((line) => line !== '');
  if (said.includes('Error acquiring the state lock')) {
    const held = lines.filter((line) => /^(ID|Who|Operation|Created):/.test(line));
    return new LockedError(
      `Nothing was done: the state is locked, by a deployment that is under way or was cut off.\n${held.join('\n')}\n` +
        'docs/promotion.md says how a lock is taken away that nobody holds any more.',
    );
  }
  return new TerraformError(what, lines, logFile);
}
