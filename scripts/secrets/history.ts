import { git } from '../git';
import { notNone, type Text } from './text';

/** Nothing in a user's settings of git, and no attribute of a file, changes what is read. */
const PATCHES = [
  ...['-c', 'core.quotePath=false', '-c', 'log.showRoot=true'],
  ...['log', '--all', '--format=', '--patch', '--unified=0', '--no-color', '--src-prefix=a/', '--dst-prefix=b/'],
  ...['--text', '--no-textconv', '--no-ext-diff'],
  // What none of its parents has is in a merge's difference from the first of them.
  '--diff-merges=first-parent',
];

/**
 * Every line that any commit has added, each once, as texts by the names of the files that they were in.
 *
 * @throws Error when there is none
 */
export function historyOf(root: string): readonly Text[] {
  const lines = new Map<string, Set<string>>();
  let file = new Set<string>();
  let inHeader = false;
  for (const line of git(root, ...PATCHES).split('\n')) {
    if (line.startsWith('diff --git ')) inHeader = true;
    else if (line.startsWith('@@ ')) inHeader = false;
    else if (line.startsWith('+') && !inHeader) file.add(line.slice(1).replaceAll('\0', ''));
    else if (line.startsWith('+++ "b/') || line.startsWith('+++ b/')) {
      const name = line.replace(/^\+\+\+ "?b\//, '').replace(/"?\t?$/, '');
      file = lines.get(name) ?? new Set();
      lines.set(name, file);
    }
  }
  const texts = [...lines].map(([name, added]) => ({ file: name, text: [...added].join('\n') }));
  return notNone(root, texts);
}
