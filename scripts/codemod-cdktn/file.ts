import { basename } from 'node:path';
import { lockedProvider } from './locked-provider';
import { hasOldName, renameInProse, renameInString, renameModule } from './names';
import { rewritePackageJson } from './package-json';
import { rewritePlaces } from './places';
import { leftAt, type Rewritten } from './rewritten';
import { rewriteSource } from './source';

/** Decisions tell what was decided then, npm writes the lock file, the rest speaks of both: the codemod and its test. */
const UNTOUCHED = [
  /(^|\/)package-lock\.json$/,
  /^docs\/adr\//,
  /^scripts\/codemod-cdktn(\.ts$|\/)/,
  /^test\/codemod\//,
];

const SOURCE = /\.[cm]?[jt]sx?$/;
const JSON_STRING = /"(?:[^"\\]|\\.)*"/g;

/** Rewrites one file of a project by the rules for its kind. */
export function rewriteFile(path: string, text: string): Rewritten {
  if (UNTOUCHED.some((pattern) => pattern.test(path))) return { text, left: [] };
  const { text: versions, missing } = rewritePlaces(path, text);
  const renamed = renameByKind(path, versions);
  const places = missing.map(({ before, after, why }) => `has no "${before}" to become "${after}": ${why}`);
  return { text: renamed.text, left: [...renamed.left, ...places] };
}

function renameByKind(path: string, text: string): Rewritten {
  if (SOURCE.test(path)) return rewriteSource(path, text);
  if (path.endsWith('terraform.lock.hcl')) return { text, left: lockedProvider(text) };
  if (basename(path) === 'package.json') return withLeft(rewritePackageJson(path, text));
  if (/\.jsonc?$/.test(path)) {
    return withLeft(text.replaceAll(JSON_STRING, (quoted) => `"${renameModule(quoted.slice(1, -1))}"`));
  }
  return withLeft(/\.mdx?$/.test(path) ? renameInProse(text) : renameInString(text));
}

function withLeft(text: string): Rewritten {
  const left: string[] = [];
  let offset = 0;
  for (const line of text.split('\n')) {
    if (hasOldName(line)) left.push(leftAt(text, offset, line));
    offset += line.length + 1;
  }
  return { text, left };
}
