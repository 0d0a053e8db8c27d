import { git, gitSays } from '../git';
import { RECORD } from './fork-record';

/**
 * The branch of a fork that holds what it was made from, renamed as the fork is and with nothing of its own: each release of the
 * original is a commit on it, and is merged from there.
 */
export const VENDOR_BRANCH = 'vendor';

/**
 * The newest commit of the vendor branch; where there is no such branch, as in a clone, that of the remote, or the one that made the
 * fork.
 *
 * @throws Error when there is none of these
 */
export function vendorTip(root: string): string {
  for (const ref of [`refs/heads/${VENDOR_BRANCH}`, `refs/remotes/origin/${VENDOR_BRANCH}`])
    if (gitSays(root, 'rev-parse', '--verify', '--quiet', ref)) return git(root, 'rev-parse', ref);
  const [made] = git(root, 'log', '--diff-filter=A', '--format=%H', '--', RECORD).split('\n').filter(Boolean);
  if (made) return made;
  throw new Error(
    `No commit has made this fork: ${RECORD} is in none. Commit the fork on its own, before anything else, and make the branch "${VENDOR_BRANCH}" there.`,
  );
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
