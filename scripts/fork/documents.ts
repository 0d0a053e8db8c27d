import { posix } from 'node:path';

/** `<!-- with: task -->` in a block of a document: the block stands as long as the workflow does. */
const MARK = /<!-- with: ([\w, -]+?) -->/;

/** What a block is marked with that speaks of forking: a fork has no use for it. */
export const OF_THE_ORIGINAL = 'original';

/**
 * A document without the blocks that are marked with something that is gone. A marked heading stands for its section, a line of a
 * list or a table for itself, a mark on a line of its own for the block below it, and any other one for its paragraph.
 *
 * @param gone workflows, or {@link OF_THE_ORIGINAL}
 */
export function pruned(text: string, gone: ReadonlySet<string>): string {
  const lines = text.split('\n');
  const left: string[] = [];
  for (let at = 0; at < lines.length; ) {
    const [from, to] = blockAt(lines, at);
    const isGone = marksOf(lines.slice(from, to), at - from).some((name) => gone.has(name));
    if (!isGone) left.push(lines[at] ?? '');
    // A paragraph is marked in any of its lines: those before the mark are left already.
    else left.splice(left.length - (at - from));
    at = isGone ? to : at + 1;
  }
  return left.join('\n').replaceAll(/\n{3,}/g, '\n\n');
}

/** Names that mark the block; of a paragraph's lines the one that is looked at. */
function marksOf(block: readonly string[], line: number): readonly string[] {
  return (
    MARK.exec(block[line] ?? '')?.[1]
      ?.split(',')
      .map((name) => name.trim()) ?? []
  );
}

/** From which line to which (exclusive) the block reaches that a mark in a line would stand for. */
function blockAt(lines: readonly string[], at: number): readonly [number, number] {
  const line = lines[at] ?? '';
  const level = headingLevel(line);
  if (level > 0) return [at, sectionEnd(lines, at, level)];
  if (line.startsWith('|')) return [at, at + 1];
  if (/^\s*(?:[-*]|\d+\.) /.test(line)) return [at, itemEnd(lines, at)];
  if (line.replace(MARK, '').trim() === '') return [at, blockEnd(lines, at + 1)];
  let from = at;
  while (from > 0 && isOfParagraph(lines[from - 1])) from -= 1;
  return [from, blockEnd(lines, at)];
}

function headingLevel(line: string): number {
  return /^(#+) /.exec(line)?.[1]?.length ?? 0;
}

function sectionEnd(lines: readonly string[], at: number, level: number): number {
  let isCode = false;
  const end = lines.findIndex((line, index) => {
    if (line.startsWith('```')) isCode = !isCode;
    return index > at && !isCode && headingLevel(line) > 0 && headingLevel(line) <= level;
  });
  return end === -1 ? lines.length : end;
}

/** An item's further lines are indented more than its first. */
function itemEnd(lines: readonly string[], at: number): number {
  const indent = (line = '') => line.length - line.trimStart().length;
  const end = lines.findIndex((line, index) => index > at && indent(line) <= indent(lines[at]));
  return end === -1 ? lines.length : end;
}

/** To the end of a fence, or to the next empty line. */
function blockEnd(lines: readonly string[], at: number): number {
  const isFence = (lines[at] ?? '').startsWith('```');
  const end = lines.findIndex((line, index) => index > at && (isFence ? line.startsWith('```') : line.trim() === ''));
  if (end === -1) return lines.length;
  return isFence ? end + 1 : end;
}

function isOfParagraph(line = ''): boolean {
  return line.trim() !== '' && !/^(?:#|\||```|\s*(?:[-*]|\d+\.) )/.test(line);
}

/** `[text](target)`, of which the target is a path in the project. */
const LINK = /\[([^\]]+)\]\((?!\w+:)([^)#\s]+)(?:#[^)\s]*)?\)/g;

/**
 * A document whose links to files that are gone are just their text.
 *
 * @param file its path from the project's folder
 * @param isGone whether what is at a path from the project's folder is gone
 */
export function unlinked(file: string, text: string, isGone: (path: string) => boolean): string {
  return text.replaceAll(LINK, (link, label: string, target: string) =>
    isGone(posix.join(posix.dirname(file), target)) ? label : link,
  );
}
