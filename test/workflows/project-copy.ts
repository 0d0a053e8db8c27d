import { type ChildProcess, spawn } from 'node:child_process';
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import { handlerFiles } from '../../scripts/handler-files';
import { linkPackages } from '../../scripts/link-packages';

const project = resolve(__dirname, '..', '..');

/** What a process said, and how it ended. */
export interface Ended {
  readonly code: number | null;
  readonly output: string;
}

/** A process of a copy. */
export interface Started {
  readonly process: ChildProcess;
  readonly ended: Promise<Ended>;
}

/**
 * A copy of the project in a folder of its own, to change and to run the project's tools in. Its packages are this project's; its
 * workspaces are its own.
 */
export class ProjectCopy {
  readonly root = realpathSync(mkdtempSync(join(tmpdir(), 'project-')));

  constructor() {
    const left = ignoredFolders();
    cpSync(project, this.root, { recursive: true, filter: (path) => !left.includes(basename(path)) });
    linkPackages(project, this.root);
  }

  /** Has what set-up makes, and git leaves out, be this project's. */
  linkSetUp(...made: readonly ('venv' | 'issuer')[]): void {
    this.write('.local/README', '');
    for (const name of made) symlinkSync(join(project, '.local', name), join(this.root, '.local', name), 'junction');
  }

  remove(): void {
    rmSync(this.root, { recursive: true, force: true });
  }

  read(file: string): string {
    return readFileSync(join(this.root, file), 'utf8');
  }

  write(file: string, text: string): void {
    mkdirSync(dirname(join(this.root, file)), { recursive: true });
    writeFileSync(join(this.root, file), text);
  }

  delete(file: string): void {
    rmSync(join(this.root, file));
  }

  /** Puts a stand-in for the bundle of each function where synthesis looks for it: it takes them as they are. */
  standInBundles(): void {
    for (const handler of handlerFiles(this.root)) {
      const path = handler.replace(/^lambdas\//, '').replace(/\.ts$/, '');
      this.write(`.build/lambdas/${path}.zip`, `the code of ${path}`);
    }
  }

  /** Runs a script of the project as npm does. */
  script(file: string, ...args: readonly string[]): Promise<Ended> {
    return this.start('--import', 'tsx', file, ...args).ended;
  }

  /** The compiler, on the whole project: with one thread it takes as long as with its four, which do much of the work each. */
  tsc(): Promise<Ended> {
    return this.start('node_modules/typescript/bin/tsc', '-p', '.', '--singleThreaded').ended;
  }

  /** Formatter and linter of files and folders. */
  biome(...paths: readonly string[]): Promise<Ended> {
    return this.start('node_modules/@biomejs/biome/bin/biome', 'check', ...paths).ended;
  }

  jest(...args: readonly string[]): Promise<Ended> {
    return this.start('node_modules/jest/bin/jest.js', '--silent', ...args).ended;
  }

  /** Starts Node in the copy's folder. */
  start(...args: readonly string[]): Started {
    return this.startWith({}, ...args);
  }

  /** Starts Node in the copy's folder, with variables besides those of this process. */
  startWith(variables: Readonly<Record<string, string>>, ...args: readonly string[]): Started {
    // The process is no worker of the jest that runs this.
    const { JEST_WORKER_ID: _, NODE_ENV: __, ...env } = process.env;
    const child = spawn(process.execPath, args, {
      cwd: this.root,
      env: { ...env, ...variables },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk: Buffer) => {
        output += chunk;
      });
    }
    const ended = new Promise<Ended>((done, fail) => {
      child.on('error', fail);
      child.on('close', (code) => done({ code, output }));
    });
    return { process: child, ended };
  }
}

/** The folders that git leaves out, and git's own. */
function ignoredFolders(): readonly string[] {
  const ignored = readFileSync(join(project, '.gitignore'), 'utf8').split('\n');
  return ['.git', ...ignored.filter((line) => line.endsWith('/')).map((line) => line.slice(0, -1))];
}
