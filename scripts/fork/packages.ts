/** The part of a package.json that tells what it needs. */
export interface Manifest {
  readonly name?: string;
  readonly scripts?: Readonly<Record<string, string>>;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
}

/** A package in a lock file. */
interface Locked {
  readonly name?: string;
  readonly link?: boolean;
  readonly resolved?: string;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
}

interface Lock {
  readonly name: string;
  readonly packages: Readonly<Record<string, Locked>>;
}

const KINDS = ['dependencies', 'devDependencies'] as const;

/**
 * Dependencies that only what goes has named: a package that nobody names in code, as the compiler, stays.
 *
 * @param sources texts of the room's files as they are, by their paths
 * @param isGone whether a file goes
 */
export function unneeded(
  manifest: Manifest,
  sources: ReadonlyMap<string, string>,
  isGone: (file: string) => boolean,
): readonly string[] {
  return KINDS.flatMap((kind) => Object.keys(manifest[kind] ?? {})).filter((name) => {
    const named = [...sources].filter(([, text]) => names(text, name)).map(([file]) => file);
    return named.length > 0 && named.every(isGone);
  });
}

function names(text: string, name: string): boolean {
  return ["'", '"'].some((quote) => text.includes(`${quote}${name}${quote}`) || text.includes(`${quote}${name}/`));
}

/**
 * A package.json in which scripts and dependencies are left out, and dependencies have the order that npm gives them.
 *
 * @param json its text, renamed
 */
export function manifestWithout(
  json: string,
  { scripts: scripts_, dependencies }: { scripts: readonly string[]; dependencies: readonly string[] },
): string {
  const manifest: Manifest = JSON.parse(json);
  const { scripts } = manifest;
  const lists = KINDS.flatMap((kind) => {
    const list = manifest[kind];
    return list ? [[kind, sorted(without(list, dependencies))] as const] : [];
  });
  return print({ ...manifest, ...(scripts && { scripts: without(scripts, scripts_) }), ...Object.fromEntries(lists) });
}

/**
 * A lock file without what nothing needs any more, in the order that npm gives it.
 *
 * @param json its text, renamed
 * @param manifests of the root (under '') and the workspaces by their folders, as they are now
 */
export function lockFor(json: string, manifests: ReadonlyMap<string, Manifest>): string {
  const lock: Lock = JSON.parse(json);
  const packages = Object.fromEntries(
    Object.entries(lock.packages).map(([path, locked]): [string, Locked] => {
      const manifest = manifests.get(path);
      const lists = KINDS.flatMap((kind) => (locked[kind] && manifest ? [[kind, manifest[kind] ?? {}] as const] : []));
      return [path, { ...locked, ...Object.fromEntries(lists) }];
    }),
  );
  const links = Object.keys(packages).filter((path) => packages[path]?.link);
  const needed = reached(packages, [...manifests.keys(), ...links]);
  return print({
    ...lock,
    packages: sorted(
      without(
        packages,
        Object.keys(packages).filter((path) => !needed.has(path)),
      ),
    ),
  });
}

/** The places of all packages that those of some places need, found as Node finds them. */
function reached(packages: Readonly<Record<string, Locked>>, from: readonly string[]): ReadonlySet<string> {
  const needed = new Set(from);
  // A set's iterator comes to what is added meanwhile.
  for (const place of needed) {
    const locked = packages[place] ?? {};
    const wanted = {
      ...locked.peerDependencies,
      ...locked.optionalDependencies,
      ...locked.devDependencies,
      ...locked.dependencies,
    };
    for (const name of Object.keys(wanted)) {
      const found = foldersAbove(place)
        .map((folder) => `${folder}node_modules/${name}`)
        .find((path) => path in packages);
      if (found !== undefined) needed.add(found);
    }
  }
  return needed;
}

/** `a/node_modules/b` sees what is in `a/node_modules/b/`, `a/` and the root. */
function foldersAbove(place: string): readonly string[] {
  if (place === '') return [''];
  const above = place.includes('/node_modules/') ? place.slice(0, place.lastIndexOf('/node_modules/')) : '';
  return [`${place}/`, ...foldersAbove(above)];
}

function without<T>(list: Readonly<Record<string, T>>, names: readonly string[]): Record<string, T> {
  return Object.fromEntries(Object.entries(list).filter(([name]) => !names.includes(name)));
}

function sorted<T>(list: Readonly<Record<string, T>>): Record<string, T> {
  return Object.fromEntries(Object.entries(list).sort(([a], [b]) => a.localeCompare(b, 'en')));
}

function print(json: object): string {
  return `${JSON.stringify(json, null, 2)}\n`;
}
