/** How checkov calls its checks: it is asked in a run of its own. */
export const CHECKOV = /^CKV2?_\w+$/;
