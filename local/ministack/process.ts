import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { dirname, join } from 'node:path';
import type { Logger } from '../logger';
import { type MiniStackSettings, miniStackEnvironment } from './environment';
import { freePort } from './free-port';
import { endLeftover } from './leftover';

export interface MiniStackOptions
  extends Pick<MiniStackSettings, 'region' | 'accountId' | 'runsFunctions' | 'rightsFile'> {
  /** The `ministack` executable of the venv. */
  executable: string;
  dataFolder: string;
  logger: Logger;
}

const START_TIMEOUT_MS = 60_000;
const STOP_TIMEOUT_MS = 5_000;
const LOG_LINES_SHOWN = 15;

/** MiniStack as a child process: in memory only, on a port of 127.0.0.1 that nobody else uses. */
export class MiniStack {
  readonly endpoint: string;
  readonly #child: ChildProcess;
  readonly #logFile: string;
  readonly #pidFile: string;
  readonly #ended: Promise<string>;
  #ready = false;
  #stopping = false;

  private constructor(child: ChildProcess, port: number, logFile: string, pidFile: string) {
    this.endpoint = `http://127.0.0.1:${port}`;
    this.#child = child;
    this.#logFile = logFile;
    this.#pidFile = pidFile;
    this.#ended = new Promise((resolve) => {
      child.once('error', (error) => resolve(error.message));
      child.once('exit', (code, signal) => resolve(signal ? `signal ${signal}` : `exit code ${code}`));
    });
  }

  /** MiniStack alone, started and answering; for comparisons with it. */
  static async start(options: MiniStackOptions): Promise<MiniStack> {
    const ministack = await MiniStack.spawn(options);
    try {
      await ministack.untilReady();
    } catch (error) {
      await ministack.stop();
      throw error;
    }
    return ministack;
  }

  /** Starts the process; until {@link untilReady} it may not answer yet. */
  static async spawn(options: MiniStackOptions): Promise<MiniStack> {
    if (!existsSync(options.executable)) {
      throw new Error(
        `There is no MiniStack at ${options.executable}. Install local/requirements.txt into the virtual environment there (set-up does).`,
      );
    }
    const folder = join(options.dataFolder, 'ministack');
    const pidFile = join(options.dataFolder, 'ministack.pid');
    const logFile = join(options.dataFolder, 'ministack.log');
    mkdirSync(folder, { recursive: true });
    endLeftover(pidFile, options.logger);
    const settings = { ...options, port: await freePort(), folder };
    const log = openSync(logFile, 'w');
    const child = spawn(join(dirname(options.executable), 'python'), [join(__dirname, 'launch.py')], {
      cwd: folder,
      env: miniStackEnvironment(settings),
      stdio: ['ignore', log, log],
      // A group of its own: Ctrl-C reaches only us, and we end it in order.
      detached: true,
    });
    closeSync(log);
    const ministack = new MiniStack(child, settings.port, logFile, pidFile);
    if (child.pid !== undefined) writeFileSync(pidFile, String(child.pid));
    process.once('exit', ministack.#killNow);
    void ministack.#ended.then((how) => {
      if (ministack.#ready && !ministack.#stopping) options.logger.error(ministack.#describeEnd(how));
    });
    return ministack;
  }

  /** Waits until MiniStack answers; when it does not, the error shows the last lines of its log. */
  async untilReady(): Promise<void> {
    const deadline = Date.now() + START_TIMEOUT_MS;
    let end: string | undefined;
    void this.#ended.then((how) => {
      end = how;
    });
    while (Date.now() < deadline) {
      if (this.#stopping) throw new Error('MiniStack was stopped before it was ready.');
      if (end !== undefined) throw new Error(this.#describeEnd(end));
      if (await answers(`${this.endpoint}/_ministack/health`)) {
        this.#ready = true;
        return;
      }
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    throw new Error(`MiniStack did not answer within ${START_TIMEOUT_MS / 1000} s.\n${this.#lastLines()}`);
  }

  /** Ends the process by its id, with force when it does not go within five seconds. */
  async stop(): Promise<void> {
    this.#stopping = true;
    process.removeListener('exit', this.#killNow);
    if (this.#child.exitCode === null && this.#child.signalCode === null && this.#child.pid !== undefined) {
      this.#child.kill('SIGTERM');
      const force = setTimeout(() => this.#child.kill('SIGKILL'), STOP_TIMEOUT_MS);
      await this.#ended;
      clearTimeout(force);
    }
    rmSync(this.#pidFile, { force: true });
  }

  readonly #killNow = (): void => {
    this.#child.kill('SIGKILL');
  };

  #describeEnd(how: string): string {
    return `MiniStack ended unexpectedly (${how}). The last lines of ${this.#logFile}:\n${this.#lastLines()}`;
  }

  #lastLines(): string {
    return readFileSync(this.#logFile, 'utf8').trimEnd().split('\n').slice(-LOG_LINES_SHOWN).join('\n');
  }
}

function answers(url: string): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = request(url, { timeout: 2_000, agent: false }, (response) => {
      response.resume();
      resolve(response.statusCode === 200);
    });
    probe.on('error', () => resolve(false));
    probe.on('timeout', () => probe.destroy());
    probe.end();
  });
}
