import { lstatSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { workFiles } from '../git';

/** What is looked through for secrets. */
export interface Text {
  /** From the root of the repository. */
  readonly file: string;
  readonly text: string;
}

/**
 * Every file that git tracks or would, of whatever kind. What a link leads to is read where it is.
 *
 * @throws Error when there is none
 */
export function workTexts(root: string): readonly Text[] {
  const texts = workFiles(root)
    .filter((file) => lstatSync(join(root, file)).isFile())
    .map((file) => ({ file, text: readable(readFileSync(join(root, file))) }));
  return notNone(root, texts);
}

/** @throws Error when there are no texts: nothing is found in them, too */
export function notNone(root: string, texts: readonly Text[]): readonly Text[] {
  if (texts.length === 0) throw new Error(`git shows no files of ${root}: nothing was looked through.`);
  return texts;
}

/** Bytes that are no UTF-8 are read one by one. Without zeros among them, the letters of UTF-16 are those of ASCII. */
function readable(bytes: Buffer): string {
  const text = bytes.toString('utf8');
  return (text.includes('\uFFFD') ? bytes.toString('latin1') : text).replaceAll('\0', '');
}
