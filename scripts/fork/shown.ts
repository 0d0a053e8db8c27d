import type { Identity } from './identity';
import type { Plan } from './plan';

interface Fork {
  readonly from: Identity;
  readonly to: Identity;
  readonly removed: readonly string[];
  readonly areAccountsKnown: boolean;
}

/** A plan for a person to read. */
export function shown(plan: Plan, fork: Fork, isDryRun: boolean): string {
  const { files, places, dependencies } = plan;
  const gone = [...files].filter(([, text]) => text === undefined).map(([file]) => file);
  const written = ['fork.json', 'NOTICE', 'README.md', 'CHANGELOG.md', 'docs/upstream-changelog.md'];
  return [
    isDryRun ? 'This would be done; nothing is written.' : 'This is done:',
    '',
    `Renamed, in ${places.size} files:`,
    ...names(fork).map(([from, to]) => `  ${from} → ${to}`),
    ...perFolder(places).map((line) => `    ${line}`),
    '',
    `Removed: ${gone.length === 0 ? 'nothing' : `${gone.length} files`}`,
    ...folders(gone, fork.removed).map((folder) => `  ${folder}`),
    ...[...dependencies].map(([room, packages]) => `  of ${room || '.'}/package.json: ${packages.join(', ')}`),
    '',
    'Written anew:',
    ...written.map((file) => `  ${file}`),
    '',
    'Generated again: the documents beside the machines (npm run diagrams), and the lock file',
    '',
  ].join('\n');
}

function names({ from, to, areAccountsKnown }: Fork): readonly (readonly [string, string])[] {
  const renamed = [
    [from.project, to.project],
    [`@${from.app}/…`, `@${to.app}/…`],
    [`<env>-${from.app}-…`, `<env>-${to.app}-…`],
    ...(from.repository && to.repository ? [[from.repository, to.repository] as const] : []),
    [from.region, to.region],
    ...Object.entries(from.accounts).map(([env, id]) => [
      `${id} (${env})`,
      areAccountsKnown ? (to.accounts[env] ?? id) : 'asked for',
    ]),
  ] as [string, string][];
  return renamed.filter(([before, after]) => before !== after);
}

function perFolder(places: ReadonlyMap<string, number>): readonly string[] {
  const counts = new Map<string, { files: number; places: number }>();
  for (const [file, count] of places) {
    const folder = file.includes('/') ? `${file.slice(0, file.indexOf('/'))}/` : file;
    const { files, places: before } = counts.get(folder) ?? { files: 0, places: 0 };
    counts.set(folder, { files: files + 1, places: before + count });
  }
  return [...counts]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([folder, { files, places: count }]) =>
      folder.endsWith('/')
        ? `${folder} ${number(count, 'place')} in ${number(files, 'file')}`
        : `${folder} ${number(count, 'place')}`,
    );
}

function number(count: number, of: string): string {
  return `${count} ${of}${count === 1 ? '' : 's'}`;
}

/** The folders of the workflows that go; what is of forking goes unnamed. */
function folders(gone: readonly string[], removed: readonly string[]): readonly string[] {
  const rooms = new Set(gone.map((file) => file.split('/', 2).join('/')));
  return [...rooms].filter((room) => removed.some((name) => room.endsWith(`/${name}`)) || room.includes('fork'));
}
