const ESCAPES = /(?:%[0-9a-f]{2})+/gi;

/**
 * A path as functions see it: every escape is decoded but `%25`, so that `a%252Fb` is not taken for `a/b`. MiniStack's authors found
 * it so on AWS; the guide is silent.
 */
export function decodedPath(path: string): string {
  return path.replace(ESCAPES, (run) => run.split('%25').map(decodedRun).join('%25'));
}

const decodedRun = (run: string) => Buffer.from(run.replaceAll('%', ''), 'hex').toString('utf8');
