import { data } from './data';
import { listing } from './listing';
import type { Target } from './target';

/** Every target: adding a read model is a file and a line here, and its name in the entities that have it. */
export const targets = { data, listing } satisfies Record<string, Target>;

export type TargetName = keyof typeof targets;
