import { deletedWith } from '../dependents';
import type { ForkOptions } from './options';

/** What everything else builds on: its tables, its publishers and its read models. */
const CORE = ['command'];

/**
 * The workflows that a fork does without.
 *
 * @param root the project's folder
 * @param workflows the folders of all of them
 * @throws Error when one is not there, or can't go without others
 */
export function removedWorkflows(
  root: string,
  workflows: readonly string[],
  wanted: ForkOptions['workflows'],
): readonly string[] {
  const named = 'only' in wanted ? wanted.only : wanted.without;
  const unknown = named.filter((name) => !workflows.includes(name));
  if (unknown.length > 0)
    throw new Error(`There is no workflow ${unknown.join(', ')}. There are: ${workflows.join(', ')}.`);
  const core = 'without' in wanted ? wanted.without.filter((name) => CORE.includes(name)) : [];
  if (core.length > 0)
    throw new Error(
      `--without ${core.join()}: it is what the other workflows, the tables and the proof are built on. It stays.`,
    );
  const removed =
    'only' in wanted
      ? workflows.filter((name) => !CORE.includes(name) && !wanted.only.includes(name))
      : workflows.filter((name) => wanted.without.includes(name));
  const torn = removed.flatMap((name) =>
    deletedWith(root, workflows, name)
      .filter((user) => !removed.includes(user))
      .map((user) => `${user} imports ${name}, and can't be without it`),
  );
  if (torn.length > 0) {
    const remedy = 'only' in wanted ? 'Add what it imports to --only, or leave it out' : 'Name both, or neither';
    throw new Error(`${[...new Set(torn)].join('.\n')}. ${remedy}.`);
  }
  return removed;
}
