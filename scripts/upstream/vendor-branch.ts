/**
 * The branch of a fork that holds what it was made from, renamed as the fork is and with nothing of its own: each release of the
 * original is a commit on it, and is merged from there.
 */
export const VENDOR_BRANCH = 'vendor';
