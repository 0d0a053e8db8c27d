import { git, gitSays } from '../git';
import { RECORD } from './fork-record';

/**
 * The branch of a fork that holds what it was made from, renamed as the fork is and with nothing of its own: each release of the
 * original is a commit on it, and is merged from there.
 */
export const VENDOR_BRANCH = 'vendor';

/**
 * The newest commit of the vendor branch, here or at the remote, where somebody else may have taken a release; where there is no such
 * branch, the one that made the fork.
 *
 * @throws Error when there is none of these, or when both branches have what the other lacks
 */
export function vendorTip(root: string): string {
  const [tip, other] = [`refs/heads/${VENDOR_BRANCH}`, `refs/remotes/origin/${VENDOR_BRANCH}`]
    .filter((ref) => gitSays(root, 'rev-parse', '--verify', '--quiet', ref))
    .map((ref) => git(root, 'rev-parse', ref));
  if (tip !== undefined) return other === undefined ? tip : newer(root, tip, other);
  const [made] = git(root, 'log', '--diff-filter=A', '--format=%H', '--', RECORD).split('\n').filter(Boolean);
  if (made) return made;
  throw new Error(
    `No commit has made this fork: ${RECORD} is in none. Commit the fork on its own, before anything else, and make the branch "${VENDOR_BRANCH}" there.`,
  );
}

function newer(root: string, own: string, remote: string): string {
  const holds = (one: string, other: string) => gitSays(root, 'merge-base', '--is-ancestor', other, one);
  if (holds(own, remote)) return own;
  if (holds(remote, own)) return remote;
  throw new Error(
    `"${VENDOR_BRANCH}" and "origin/${VENDOR_BRANCH}" have diverged: each has a release that the other lacks. Keep the one that your main ` +
      `branch has merged, which should be origin's: "git branch --force ${VENDOR_BRANCH} origin/${VENDOR_BRANCH}".`,
  );
}

/** Lets the branch be at a commit that it leads to, so that it can be merged by its name. */
export function moveVendor(root: string, tip: string): void {
  git(root, 'branch', '--quiet', '--force', '--no-track', VENDOR_BRANCH, tip);
}

/**
 * Puts what is in a folder's index on the vendor branch.
 *
 * @param folder a work tree of the repository
 * @param tip the commit before
 * @param release commit of the original, which is a parent, too: so git knows what is in
 */
export function commitVendor(folder: string, tip: string, release: string, message: string): string {
  const tree = git(folder, 'write-tree');
  const commit = git(folder, 'commit-tree', tree, '-p', tip, '-p', release, '-m', message);
  git(folder, 'update-ref', `refs/heads/${VENDOR_BRANCH}`, commit);
  return commit;
}
