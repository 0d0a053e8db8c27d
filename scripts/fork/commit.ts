import { git, gitSays } from '../git';
import { RECORD } from '../upstream/fork-record';
import { VENDOR_BRANCH } from '../upstream/vendor-branch';
import type { Origin } from './own-documents';

/** The lines of the commit that a fork is. */
export function messageOf(name: string, { version, commit }: Origin): readonly [subject: string, body: string] {
  return [
    `chore: fork ${name} from the Step Functions blueprint ${version}`,
    `Made of ${commit} by "npm run fork", with what ${RECORD} says.`,
  ];
}

/**
 * Checks that the fork can be committed.
 *
 * @throws Error that says what to do first
 */
export function checkCommittable(root: string): void {
  if (git(root, 'branch', '--list', VENDOR_BRANCH) !== '')
    throw new Error(
      `There is a branch "${VENDOR_BRANCH}" already, at which a fork keeps what it was made from: delete it ("git branch -D ${VENDOR_BRANCH}"), or use --no-commit.`,
    );
  if (!['GIT_AUTHOR_IDENT', 'GIT_COMMITTER_IDENT'].every((identity) => gitSays(root, 'var', identity)))
    throw new Error(
      'Git does not know who you are, and the fork is to be a commit of yours: tell it by "git config user.name <name>" and ' +
        '"git config user.email <address>", or use --no-commit.',
    );
}

/**
 * Makes the fork one commit, and the vendor branch at it. Later releases are merged on top of it: nothing of the fork's own may be
 * in it.
 *
 * @throws Error with what git said, a hook for example, and what to do then
 */
export function commitFork(root: string, message: ReturnType<typeof messageOf>): void {
  git(root, 'add', '--all');
  try {
    git(root, 'commit', '--quiet', ...message.map((line) => `--message=${line}`));
  } catch (error) {
    throw new Error(
      `${error instanceof Error ? error.message : error}\n\nThe fork is made, but not committed. ${toCommit(message)}`,
    );
  }
  git(root, 'branch', VENDOR_BRANCH);
}

/** What a person does who commits the fork by hand. */
export function toCommit([subject]: ReturnType<typeof messageOf>): string {
  return `Commit this alone, before you change anything else:

  git add --all
  git commit --message="${subject}"
  git branch ${VENDOR_BRANCH}

A change of yours in this commit would be undone by the first release that you merge.`;
}
