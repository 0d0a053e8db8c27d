import { type ParserPlugin, parse } from '@babel/parser';
import { hasOldName, renameInProse, renameInString, renameModule } from './names';
import { leftAt, type Rewritten } from './rewritten';

interface SyntaxNode {
  readonly type: string;
  readonly start: number;
  readonly end: number;
}

/** A piece of the source and the rule that it takes. */
interface Piece {
  readonly start: number;
  readonly end: number;
  readonly rename: (text: string) => string;
}

/** Where a string names a module or a file of one: imports of every kind, arguments (`require`, `jest.mock`, `join`), lists of externals. */
const MODULE_POSITIONS = new Set([
  'ArrayExpression',
  'CallExpression',
  'ExportAllDeclaration',
  'ExportNamedDeclaration',
  'ImportDeclaration',
  'ImportExpression',
  'TSExternalModuleReference',
  'TSImportType',
  'TSModuleDeclaration',
]);

const TEXTS = new Set(['DirectiveLiteral', 'RegExpLiteral', 'StringLiteral', 'TemplateElement']);

/**
 * Renames in TypeScript or JavaScript, by its syntax: module specifiers, commands and packages in strings, words in comments. Every
 * other character stays; so do identifiers, which are the project's own.
 *
 * @param path says by its ending which language it is
 * @throws Error when it can't be parsed
 */
export function rewriteSource(path: string, text: string): Rewritten {
  if (!/cdktf/i.test(text)) return { text, left: [] };
  const pieces = piecesOf(path, text).sort((one, other) => one.start - other.start);
  const left: string[] = [];
  let written = '';
  let from = 0;
  for (const { start, end, rename } of pieces) {
    const renamed = rename(text.slice(start, end));
    if (hasOldName(renamed)) left.push(leftAt(text, start, renamed));
    written += text.slice(from, start) + renamed;
    from = end;
  }
  return { text: written + text.slice(from), left };
}

function piecesOf(path: string, text: string): Piece[] {
  const file = parsed(path, text);
  const pieces: Piece[] = (file.comments ?? []).map(({ start, end }) => ({
    start: start ?? 0,
    end: end ?? 0,
    rename: renameInProse,
  }));
  visit(file.program, 'File', ({ type, start, end }, parent) => {
    if (!TEXTS.has(type)) return;
    const names = type === 'StringLiteral' && MODULE_POSITIONS.has(parent);
    pieces.push({ start, end, rename: names ? renameQuoted : renameInString });
  });
  return pieces;
}

/** Of a string with its quotes. */
function renameQuoted(literal: string): string {
  return literal.slice(0, 1) + renameModule(literal.slice(1, -1)) + literal.slice(-1);
}

function parsed(path: string, text: string) {
  const plugins: ParserPlugin[] = [];
  if (/\.[cm]?tsx?$/.test(path)) plugins.push('typescript');
  if (/x$/.test(path)) plugins.push('jsx');
  try {
    return parse(text, { sourceType: 'unambiguous', plugins });
  } catch (error) {
    throw new Error(`${path} can't be parsed: ${error instanceof Error ? error.message : error}`);
  }
}

/** Shows each node of a tree with the type of the one that it stands in. */
function visit(node: unknown, parent: string, see: (node: SyntaxNode, parent: string) => void): void {
  if (Array.isArray(node)) {
    for (const each of node) visit(each, parent, see);
  } else if (isNode(node)) {
    see(node, parent);
    for (const [key, value] of Object.entries(node)) if (!/comments$/i.test(key)) visit(value, node.type, see);
  }
}

function isNode(value: unknown): value is SyntaxNode {
  return typeof value === 'object' && value !== null && 'type' in value && 'start' in value && 'end' in value;
}
