import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { pythonEnvironment } from '../python-environment';
import type { Text } from './text';

/** Something that looks like a secret. */
export interface Found {
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

/** Whoever writes a secret could write beside it that it is none. */
const PRAGMA = 'detect_secrets.filters.allowlist.is_line_allowlisted';

/** As npm writes them, in every entry of a lock file. */
const INTEGRITY = String.raw`^\s*"integrity": "sha\d+-[\w+/]+=*",?$`;

/** Of the syntaxes that it reads in ways of their own. By other endings, and by names, it passes over files. */
const SYNTAX =
  /^\.(?:cf|cfg|cls|cnf|conf|cpp|cs?|example|eyaml|go|ini|java|js|m|php|properties|pyi?|swift|tf|toml|ya?ml)$/;

/**
 * Has detect-secrets look through texts, as files whose names it knows nothing by. Nothing that it finds is tried out.
 *
 * @throws Error with its output when it gives no report
 */
export function scan(texts: readonly Text[]): Found[] {
  const folder = mkdtempSync(join(tmpdir(), 'secrets-'));
  try {
    const files = new Map(texts.map(({ file }, index) => [nameOf(file, index), file]));
    texts.forEach(({ file, text }, index) => {
      writeFileSync(join(folder, nameOf(file, index)), text);
    });
    return detect(folder, [...files.keys()]).map((found) => ({ ...found, file: files.get(found.file) ?? found.file }));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The name that a text is looked through by. */
export function nameOf(file: string, index: number): string {
  return `${index}${SYNTAX.test(extname(file)) ? extname(file) : '.txt'}`;
}

function detect(folder: string, names: readonly string[]): Found[] {
  const executable = join(pythonEnvironment('secrets', join(__dirname, 'requirements.txt')), 'detect-secrets');
  const options = ['--no-verify', '--disable-filter', PRAGMA, '--exclude-lines', INTEGRITY];
  const { stdout, stderr, error } = spawnSync(executable, ['scan', ...options, ...names], {
    cwd: folder,
    env: { ...process.env, PYTHONUTF8: '1' },
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
