import { listing } from './listing';
import type { ReadModels } from './read-model';

/**
 * Every read model: adding one is a file and a line here, and its name in the entities that have it. Its table, the variable that
 * names it and the rights to write it are deployed from this list.
 */
export const readModels = { listing } satisfies ReadModels;

export type ReadModelName = keyof typeof readModels;

/** Where commands can be synced to. */
export type TargetName = 'data' | ReadModelName;
