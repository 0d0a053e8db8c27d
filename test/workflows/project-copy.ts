import { type ChildProcess, spawn } from 'node:child_process';
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { handlerFiles } from '../../scripts/handler-files';

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
    this.linkPackages();
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

  private linkPackages(): void {
    const rooms = readdirSync(this.root, { withFileTypes: true }).filter((entry) => entry.isDirectory());
    for (const place of ['.', ...rooms.map(({ name }) => name)]) this.linkPackagesOf(place);
  }

  /** Links each package on its own, so that the workspaces among them are those of the copy. */
  private linkPackagesOf(place: string): void {
    const from = join(project, place, 'node_modules');
    const to = join(this.root, place, 'node_modules');
    for (const name of entriesOf(from)) {
      const inner = name === '@blueprint' ? entriesOf(join(from, name)).map((room) => join(name, room)) : [name];
      for (const one of inner) {
        const target = realpathSync(join(from, one));
        const within = relative(project, target);
        mkdirSync(dirname(join(to, one)), { recursive: true });
        symlinkSync(within.includes('node_modules') ? target : join(this.root, within), join(to, one), 'junction');
      }
    }
  }
}

/** The folders that git leaves out, and git's own. */
function ignoredFolders(): readonly string[] {
  const ignored = readFileSync(join(project, '.gitignore'), 'utf8').split('\n');
  return ['.git', ...ignored.filter((line) => line.endsWith('/')).map((line) => line.slice(0, -1))];
}

function entriesOf(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
