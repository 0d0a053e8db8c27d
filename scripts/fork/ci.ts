/** Scripts that a fork has no use for: it is not forked again. */
export const SCRIPTS_OF_FORKING = ['fork', 'test:fork'];

const script = `(?:${SCRIPTS_OF_FORKING.join('|')})(?: [^'"\\]]*)?`;

/** A line that runs one of them, or names it as an item of its own. */
const LINE = new RegExp(`npm run ${script}(?![\\w:-])|^\\s*- (['"]?)${script}\\1$`);

/** One of them among the items of a list, with the comma before or behind it. */
const ITEM = new RegExp(`, *(['"])${script}\\1|(['"])${script}\\2, *`, 'g');

/** A file of CI without what runs the scripts of forking. */
export function withoutForking(text: string): string {
  return text
    .split('\n')
    .filter((line) => !LINE.test(line))
    .map((line) => line.replaceAll(ITEM, ''))
    .join('\n');
}
