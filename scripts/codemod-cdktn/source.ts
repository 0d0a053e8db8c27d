import { type ParseResult, type ParserPlugin, parse } from '@babel/parser';
import { hasOldName, isCommand, isPackagePath, renameInProse, renameInString, renameModule } from './names';
import { leftAt, type Rewritten } from './rewritten';

interface SyntaxNode {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  /** Of a call. */
  readonly callee?: SyntaxNode;
  readonly arguments?: readonly SyntaxNode[];
  /** Of an array, with nothing for a hole. */
  readonly elements?: readonly (SyntaxNode | null)[];
}

interface StringNode extends SyntaxNode {
  readonly value: string;
}

/** A piece of the source and the rule that it takes. */
interface Piece {
  readonly start: number;
  readonly end: number;
  readonly rename: (text: string) => string;
}

/** The strings in these are modules. */
const MODULE_POSITIONS = new Set([
  'ExportAllDeclaration',
  'ExportNamedDeclaration',
  'ImportDeclaration',
  'ImportExpression',
  'TSExternalModuleReference',
  'TSImportType',
  'TSModuleDeclaration',
]);

/** The first argument of these is a module. */
const TAKES_MODULE = /^(?:import|import\.meta\.resolve|require|require\.resolve|jest\.\w+)$/;

/** The first argument of these is a program. */
const TAKES_PROGRAM = /(?:^|\.)(?:execFile|execFileSync|spawn|spawnSync)$/;

const TEXTS = new Set(['DirectiveLiteral', 'RegExpLiteral', 'StringLiteral', 'TemplateElement']);

/**
 * Renames in TypeScript or JavaScript, by its syntax: module specifiers, commands and packages in strings, words in comments. Every
 * other character stays; so do identifiers, which are the project's own. What can't be parsed stays as a whole, and is told.
 *
 * @param path says by its ending which language it is
 */
export function rewriteSource(path: string, text: string): Rewritten {
  if (!/cdktf/i.test(text)) return { text, left: [] };
  const file = parsed(path, text);
  if (file instanceof SyntaxError)
    return { text, left: [`can't be parsed, so nothing in it is renamed: ${file.message}`] };
  const pieces = piecesOf(file, text).sort((one, other) => one.start - other.start);
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

function piecesOf(file: ParseResult, text: string): Piece[] {
  const pieces: Piece[] = (file.comments ?? []).map(({ start, end }) => ({
    start: start ?? 0,
    end: end ?? 0,
    rename: renameInProse,
  }));
  visit(file.program, { type: 'File', start: 0, end: text.length }, (node, parent) => {
    if (!TEXTS.has(node.type)) return;
    const names = isString(node) && namesModule(node, parent, text);
    pieces.push({ start: node.start, end: node.end, rename: names ? renameQuoted : renameInString });
  });
  return pieces;
}

/**
 * Whether a string names a module, a file of one, or the program: by where it stands, or by what stands beside it. Any other may be
 * the name of something deployed.
 */
function namesModule(literal: StringNode, parent: SyntaxNode, text: string): boolean {
  if (MODULE_POSITIONS.has(parent.type)) return true;
  const beside = parent.arguments ?? parent.elements ?? [];
  if (beside.some((node) => isString(node) && isPackagePath(node.value))) return true;
  if (parent.callee) {
    const callee = text.slice(parent.callee.start, parent.callee.end);
    return literal === beside[0] && (TAKES_MODULE.test(callee) || TAKES_PROGRAM.test(callee));
  }
  const next = beside[beside.indexOf(literal) + 1];
  return isString(next) && isCommand(next.value);
}

/** Of a string with its quotes. */
function renameQuoted(literal: string): string {
  return literal.slice(0, 1) + renameModule(literal.slice(1, -1)) + literal.slice(-1);
}

/** Of decorators in TypeScript's syntax of before 5.0: with those of parameters, and without `export @decorator class`. */
function parsed(path: string, text: string): ParseResult | SyntaxError {
  const plugins: ParserPlugin[] = ['decorators-legacy', 'decoratorAutoAccessors', 'explicitResourceManagement'];
  if (/\.[cm]?tsx?$/.test(path)) plugins.push('typescript');
  if (/x$/.test(path)) plugins.push('jsx');
  try {
    return parse(text, { sourceType: 'unambiguous', plugins });
  } catch (error) {
    if (error instanceof SyntaxError) return error;
    throw error;
  }
}

/** Shows each node of a tree with the one that it stands in. */
function visit(node: unknown, parent: SyntaxNode, see: (node: SyntaxNode, parent: SyntaxNode) => void): void {
  if (Array.isArray(node)) {
    for (const each of node) visit(each, parent, see);
  } else if (isNode(node)) {
    see(node, parent);
    for (const [key, value] of Object.entries(node)) if (!/comments$/i.test(key)) visit(value, node, see);
  }
}

function isNode(value: unknown): value is SyntaxNode {
  return typeof value === 'object' && value !== null && 'type' in value && 'start' in value && 'end' in value;
}

function isString(node: SyntaxNode | null | undefined): node is StringNode {
  return node?.type === 'StringLiteral';
}
