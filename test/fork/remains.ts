import { existsSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';

/** Where a fork speaks of what it was forked from. */
const OF_THE_ORIGINAL =
  /^(LICENSE|NOTICE|README\.md|CHANGELOG\.md|fork\.json|docs\/upstream-changelog\.md|docs\/adr\/)/;

/** A page of the documentation; what is in its folders is generated, or history. */
const PAGE = /^docs\/[^/]+\.md$/;

/** What the project was before it was forked. */
export interface Before {
  readonly app: string;
  readonly region: string;
  readonly accounts: readonly string[];
  /** Workflows that were removed. */
  readonly removed: readonly string[];
}

/**
 * What of the original is left in a fork where it should not be: names, regions, accounts, and names, paths and links of workflows
 * that are gone.
 *
 * @param files of the fork, as paths from its folder
 * @returns one line for each
 */
export function remainsOf(root: string, files: readonly string[], before: Before): readonly string[] {
  const folders = before.removed.flatMap((name) => [`stacks/${name}`, `lambdas/${name}`]);
  const found = folders.filter((folder) => existsSync(join(root, folder))).map((folder) => `${folder} is still there`);
  for (const file of files.filter((path) => !/\.(png|zip)$/.test(path))) {
    const lines = readFileSync(join(root, file), 'utf8').split('\n');
    for (const [index, line] of lines.entries()) {
      const problem = problemIn(root, file, line, before);
      if (problem !== undefined) found.push(`${file}:${index + 1} ${problem}: ${line.trim().slice(0, 160)}`);
    }
  }
  return found;
}

/**
 * The workflow among some that a line of a page speaks of. Most names are English words as well, so that only those count that stand
 * in backticks, are a heading, or are among the names that a table's cell consists of.
 */
export function toldOf(line: string, workflows: readonly string[]): string | undefined {
  const text = line.replaceAll(/<!--.*?-->/g, '').trim();
  const cells = text.startsWith('|') ? text.split('|').flatMap((cell) => cell.split(',')) : [];
  const names = [...cells, /^#+ (.*)$/.exec(text)?.[1] ?? ''].map((name) => name.trim());
  return workflows.find((name) => names.includes(name) || text.includes(`\`${name}\``));
}

function problemIn(
  root: string,
  file: string,
  line: string,
  { app, region, accounts, removed }: Before,
): string | undefined {
  const isDocument = file.endsWith('.md');
  if (!OF_THE_ORIGINAL.test(file)) {
    // Of a document only code, and what is joined to something: a word of a sentence may speak of the original.
    const name = new RegExp(isDocument ? `[@/_.'"\`-]${app}\\b|\\b${app}[/_-]` : app, 'i');
    if (name.test(line)) return `still says ${app}`;
    if (!/^(asl|local)\//.test(file)) {
      const place = [region, ...accounts].find((text) => new RegExp(`(?<![\\da-z])${text}(?![\\da-z])`).test(line));
      if (place !== undefined) return `still says ${place}`;
    }
    const gone = removed.find((name) => new RegExp(`\\b(?:stacks|lambdas)/${name}(?![\\w-])`).test(line));
    if (gone !== undefined && isDocument) return `names ${gone}, which is gone`;
    const told = PAGE.test(file) ? toldOf(line, removed) : undefined;
    if (told !== undefined) return `speaks of ${told}, which is gone`;
  }
  const links = isDocument ? [...line.matchAll(/\]\((?!\w+:)([^)#\s]+)/g)].map(([, target = '']) => target) : [];
  const broken = links.find((target) => !existsSync(join(root, posix.join(posix.dirname(file), target))));
  return broken && `links to ${broken}, which is not there`;
}
