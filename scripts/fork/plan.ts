import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { WORKFLOW_LIST, withoutWorkflows } from '../new/workflow-list';
import { SCRIPTS_OF_FORKING, withoutForking } from './ci';
import { OF_THE_ORIGINAL, pruned, unlinked } from './documents';
import type { Identity } from './identity';
import { noticeOf, ORIGINAL_CHANGELOG, type Origin, ownChangelog, readmeOf } from './own-documents';
import { lockFor, type Manifest, manifestWithout, unneeded } from './packages';
import { renamed } from './rename';

/** The files that a fork has no use for. */
export const OF_FORKING = /^(scripts\/fork\.ts|scripts\/fork\/|test\/fork\/)/;

/** What speaks of the original and is kept as it is: its licence, and why it is as it is. */
const KEPT = /^(LICENSE$|docs\/adr\/)/;
const DECISION = /^docs\/adr\/.*\.md$/;
const BINARY = /\.(png|ico|gz|zip|wasm)$/;

/** What a fork changes: nothing is written yet. */
export interface Plan {
  /** New texts by paths from the project's folder; undefined for a file that goes. */
  readonly files: ReadonlyMap<string, string | undefined>;
  /** How many places of each file were renamed. */
  readonly places: ReadonlyMap<string, number>;
  /** Packages that are not needed any more, by the room that has named them. */
  readonly dependencies: ReadonlyMap<string, readonly string[]>;
}

export interface PlanProps {
  readonly root: string;
  /** The project's files, as paths from its folder. */
  readonly tracked: readonly string[];
  readonly from: Identity;
  readonly to: Identity;
  readonly origin: Origin;
  /** Workflows that go. */
  readonly removed: readonly string[];
}

/**
 * Works out what a fork changes.
 *
 * @throws Error when the project lacks a file that a fork would change
 */
export function planFork({ root, tracked, from, to, origin, removed }: PlanProps): Plan {
  const isGone = goneWith(removed);
  const sources = new Map(
    tracked.filter((file) => !BINARY.test(file)).map((file) => [file, readFileSync(join(root, file), 'utf8')] as const),
  );
  const places = new Map<string, number>();
  const texts = new Map<string, string | undefined>();
  for (const [file, source] of sources) {
    if (isGone(file)) texts.set(file, undefined);
    else if (!KEPT.test(file)) {
      const { text, places: count } = renamed(file, source, from, to);
      if (count > 0) places.set(file, count);
      texts.set(file, text);
    }
  }
  const edit = (file: string, change: (text: string) => string) => {
    const text = texts.get(file);
    if (text === undefined) throw new Error(`The project has no ${file}: a fork would change it.`);
    texts.set(file, change(text));
  };
  edit(WORKFLOW_LIST, (list) => withoutWorkflows(list, removed));
  pruneDocuments(texts, sources, removed, isGone);
  for (const file of texts.keys()) if (/^\.(ci|github)\//.test(file)) edit(file, withoutForking);
  edit('README.md', (readme) => readmeOf(readme, to));
  texts.set(ORIGINAL_CHANGELOG, movedToDocs(sources.get('CHANGELOG.md') ?? ''));
  edit('CHANGELOG.md', ownChangelog);
  texts.set('NOTICE', noticeOf(sources.get('LICENSE') ?? '', to, origin));
  const dependencies = dropDependencies(texts, sources, isGone);
  return {
    files: new Map([...texts].filter(([file, text]) => text !== sources.get(file))),
    places,
    dependencies,
  };
}

/** What is linked to from the project's folder, from `docs/`. */
function movedToDocs(text: string): string {
  return text.replaceAll('](docs/', '](');
}

function goneWith(removed: readonly string[]): (file: string) => boolean {
  const folders = removed.flatMap((name) => [`stacks/${name}/`, `lambdas/${name}/`]);
  return (file) => OF_FORKING.test(file) || folders.some((folder) => file.startsWith(folder));
}

function pruneDocuments(
  texts: Map<string, string | undefined>,
  sources: ReadonlyMap<string, string>,
  removed: readonly string[],
  isGone: (file: string) => boolean,
): void {
  const gone = new Set([...removed, OF_THE_ORIGINAL]);
  for (const [file, text] of texts) {
    if (file.endsWith('.md') && text !== undefined) texts.set(file, unlinked(file, pruned(text, gone), isGone));
  }
  for (const [file, text] of sources) if (DECISION.test(file)) texts.set(file, unlinked(file, text, isGone));
}

/** Every package.json and the lock, without what only the removed has needed. */
function dropDependencies(
  texts: Map<string, string | undefined>,
  sources: ReadonlyMap<string, string>,
  isGone: (file: string) => boolean,
): ReadonlyMap<string, readonly string[]> {
  const dropped = new Map<string, readonly string[]>();
  const manifests = new Map<string, Manifest>();
  const { workspaces }: { workspaces: readonly string[] } = JSON.parse(sources.get('package.json') ?? '{}');
  for (const room of ['', ...workspaces]) {
    const file = room === '' ? 'package.json' : `${room}/package.json`;
    const own = new Map(
      [...sources].filter(([path]) => path.startsWith(`${room}/`) && basename(path) !== 'package.json'),
    );
    const dependencies = unneeded(JSON.parse(sources.get(file) ?? '{}'), own, isGone);
    if (dependencies.length > 0) dropped.set(room, dependencies);
    const text = manifestWithout(texts.get(file) ?? '{}', { scripts: SCRIPTS_OF_FORKING, dependencies });
    texts.set(file, text);
    manifests.set(room, JSON.parse(text));
  }
  texts.set('package-lock.json', lockFor(texts.get('package-lock.json') ?? '{}', manifests));
  return dropped;
}
