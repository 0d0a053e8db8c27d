import { git, gitSays } from '../git';

/**
 * Checks that git can take everything back.
 *
 * @throws Error that says what to do first
 */
export function checkClean(root: string): void {
  if (!gitSays(root, 'rev-parse', '--verify', '--quiet', 'HEAD'))
    throw new Error(
      'This folder is no git repository with a commit, and git is how a fork is undone: run "git init", "git add --all" and ' +
        '"git commit --message=original" first.',
    );
  const changed = git(root, 'status', '--porcelain').split('\n').filter(Boolean);
  if (changed.length > 0)
    throw new Error(
      `The work tree is not clean, so a fork could not be undone:\n${changed.slice(0, 10).join('\n')}\n\n` +
        'Commit or stash your changes first. If a fork was stopped half-way, "git reset --hard && git clean -fd" takes it back.',
    );
}
