import { git } from '../../scripts/git';
import { type Ended, ProjectCopy } from '../workflows/project-copy';

/** A copy of the project that is a git repository of its own, as somebody has it who has cloned it. */
export function cloned(): ProjectCopy {
  const copy = new ProjectCopy();
  git(copy.root, 'init', '--quiet', '--initial-branch=main');
  git(copy.root, 'config', 'user.name', 'A person');
  git(copy.root, 'config', 'user.email', 'person@example.com');
  git(copy.root, 'add', '--all');
  git(copy.root, 'commit', '--quiet', '--message=feat: a release');
  copy.linkSetUp('venv', 'issuer');
  return copy;
}

/** What is looked at in a fork; each must have been, and have succeeded. */
export class Steps {
  private readonly failed: string[] = [];
  private readonly done: string[] = [];

  constructor(private readonly fork: string) {}

  /** @param run ends with what is wrong, empty when nothing is */
  async step(title: string, run: () => Promise<string> | string): Promise<void> {
    const started = Date.now();
    const problem = await Promise.resolve()
      .then(run)
      .catch((error: unknown) => (error instanceof Error ? error.message : String(error)) || 'failed');
    this.done.push(title);
    console.log(`  ${problem === '' ? 'ok    ' : 'FAILED'} ${title} (${((Date.now() - started) / 1000).toFixed(1)} s)`);
    if (problem === '') return;
    this.failed.push(title);
    console.error(problem.split('\n').slice(-120).join('\n'));
  }

  /** @returns what was skipped of what was to be done, or failed */
  conclude(expected: readonly string[]): readonly string[] {
    const skipped = expected.filter((title) => !this.done.includes(title));
    return [
      ...skipped.map((title) => `${this.fork}: ${title}: skipped`),
      ...this.failed.map((title) => `${this.fork}: ${title}: failed`),
    ];
  }
}

/** What a process said when it failed. */
export function outputOf({ code, output }: Ended): string {
  return code === 0 ? '' : output || `ended with exit code ${code}`;
}
