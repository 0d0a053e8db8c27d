import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { ERROR_PROOFS, FUNCTION_PROOFS } from './language-proofs';
import { PART_PROOFS } from './part-proofs';
import type { Row } from './rows';
import { STATE_PROOFS } from './state-proofs';

/** A test, by the file that it stands in and what it is called. */
export interface TestTitle {
  /** Relative to the engine's folder. */
  file: string;
  title: string;
}

/** Where the proofs of fields are run, each under the field's id. */
const PROOFS = 'conformance/fields.test.ts';

/** Where those of functions and errors are run, each under its name. */
const LANGUAGE = 'conformance/language.test.ts';

/** The words of `describe`, `test` and their `each`, also where the title stands after a table. */
const TITLE = /\b(?:describe|test)(?:\.each(?:<[^>]*>)?\([\s\S]*?\))?\(\s*(['"`])((?:(?!\1)[^\\]|\\.)*)\1/g;

/** All tests of the engine: those of the proofs, and those whose titles stand in the source. */
export function testTitles(folder: string): TestTitle[] {
  const proofs = Object.entries({ ...STATE_PROOFS, ...PART_PROOFS }).flatMap(([part, fields]) =>
    Object.keys(fields).map((field) => ({ file: PROOFS, title: `${part}.${field}` })),
  );
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.test.ts'));
  const written = files.sort().flatMap((file) => {
    const source = readFileSync(join(folder, file), 'utf8');
    return [...source.matchAll(TITLE)].map(([, , title = '']) => ({
      file: relative(folder, join(folder, file)),
      title: title.replace(/\\(.)/g, '$1'),
    }));
  });
  const language = Object.keys({ ...FUNCTION_PROOFS, ...ERROR_PROOFS }).map((title) => ({ file: LANGUAGE, title }));
  return [...proofs, ...language, ...written];
}

/**
 * The test that proves a row: the first whose title names it, as a whole word. One of the operation `StartExecution` may be
 * called `StartExecution refuses …`; of a field `Task.Credentials`, wherever it stands in the title.
 */
export function proofOf({ id }: Row, titles: readonly TestTitle[]): TestTitle | undefined {
  const named = new RegExp(`(?<![\\w.])${id.replace(/[.$]/g, '\\$&')}(?![\\w$]|\\.[\\w$])`);
  return titles.find(({ title }) => title === id) ?? titles.find(({ title }) => named.test(title));
}
