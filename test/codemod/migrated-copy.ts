import { readdirSync, rmSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { runChild } from '@blueprint/scripts/bench/child';
import { terraformEnvironment } from '@blueprint/scripts/terraform';
import { ProjectCopy } from '../workflows/project-copy';

/** Ends what hangs: none takes a third of it on two cores. */
const LIMIT_MS = 900_000;

/**
 * A copy of the project that the codemod is run in. It lies outside of the project, where no package of before is found by looking
 * further up.
 */
export class MigratedCopy {
  private readonly copy = new ProjectCopy();
  readonly root = this.copy.root;
  private node = process.execPath;

  constructor(private readonly signal: AbortSignal) {
    this.copy.standInBundles();
    // Tests of rights ask the local AWS.
    this.copy.linkSetUp('venv');
  }

  remove(): void {
    this.copy.remove();
  }

  /** Runs a script of the copy, or of one of its packages. */
  async script(...args: readonly string[]): Promise<void> {
    await this.run(this.node, args);
  }

  async npm(...args: readonly string[]): Promise<void> {
    await this.run('npm', args);
  }

  /** Runs Terraform as the copy does: it looks for the provider that the copy asks for by now. */
  async terraform(...args: readonly string[]): Promise<void> {
    const own: typeof import('../../scripts/terraform') = await import(join(this.root, 'scripts', 'terraform.ts'));
    await this.run('terraform', args, own.terraformEnvironment());
  }

  /** Makes the copy a work tree without changes, which the codemod asks for. */
  async commit(): Promise<void> {
    await this.run('git', ['init', '--quiet']);
    await this.run('git', ['add', '--all']);
    const identity = ['-c', 'user.name=Test', '-c', 'user.email=test@example.com', '-c', 'commit.gpgSign=false'];
    await this.run('git', [
      ...identity,
      'commit',
      '--quiet',
      '--no-verify',
      '--message',
      'test: a copy of the project',
    ]);
  }

  /** Takes the packages of before away, and has everything from here on run by another Node. */
  useNode(node: string): void {
    const rooms = readdirSync(this.root, { withFileTypes: true }).filter((entry) => entry.isDirectory());
    for (const room of ['.', ...rooms.map(({ name }) => name)]) {
      rmSync(join(this.root, room, 'node_modules'), { recursive: true, force: true });
    }
    this.node = node;
  }

  private async run(command: string, args: readonly string[], base = terraformEnvironment()): Promise<void> {
    const env = {
      ...base,
      PATH: `${dirname(this.node)}${delimiter}${process.env.PATH ?? ''}`,
      CI: 'true',
      FORCE_COLOR: '0',
    };
    await runChild(command, args, { cwd: this.root, env, limitMs: LIMIT_MS, signal: this.signal });
  }
}
