import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { pythonEnvironment } from '../python-environment';

/** Something that looks like a secret. */
export interface Found {
  /** From the folder. */
  readonly file: string;
  readonly line: number;
  /** `AWS Access Key`, `Base64 High Entropy String`, … */
  readonly type: string;
  /** The first digits of the value's SHA-1. */
  readonly id: string;
}

/** What detect-secrets writes as JSON. */
interface Baseline {
  readonly results: Readonly<
    Record<string, readonly { readonly type: string; readonly hashed_secret: string; readonly line_number: number }[]>
  >;
}

const ID_DIGITS = 8;

/**
 * Has detect-secrets look through files. Nothing that it finds is tried out.
 *
 * @param files from the folder
 * @throws Error with its output when it gives no report
 */
export function scan(folder: string, files: readonly string[]): Found[] {
  const executable = join(pythonEnvironment('secrets', join(__dirname, 'requirements.txt')), 'detect-secrets');
  const { stdout, stderr, error } = spawnSync(executable, ['scan', '--no-verify', ...files], {
    cwd: folder,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  if (error) throw error;
  try {
    return findingsIn(JSON.parse(stdout) as Baseline);
  } catch {
    throw new Error(`detect-secrets gave no report:\n${stdout.slice(0, 2_000)}\n${stderr.slice(-2_000)}`);
  }
}

function findingsIn({ results }: Baseline): Found[] {
  return Object.entries(results).flatMap(([file, all]) =>
    all.map(({ type, hashed_secret, line_number }) => ({
      file,
      line: line_number,
      type,
      id: hashed_secret.slice(0, ID_DIGITS),
    })),
  );
}
