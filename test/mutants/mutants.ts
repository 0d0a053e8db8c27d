import { join, resolve } from 'node:path';
import { workflowsWith } from '@blueprint/scripts/workflow-files';
import { acceptMutants } from './accept-mutants';
import { applyMutants } from './apply-mutants';
import type { Mutant } from './mutate';
import { settleMutants } from './settle-mutants';
import { turnMutants } from './turn-mutants';

const root = resolve(__dirname, '..', '..');

/** Those of other workflows: `stacks/<workflow>/chaos/mutants.ts` exports them as `mutants`, for its own schedules. */
const ofWorkflows = workflowsWith(root, 'chaos/mutants.ts', 'stacks').flatMap((workflow) => {
  const { mutants } = require(join(root, 'stacks', workflow, 'chaos', 'mutants.ts')) as { mutants: readonly Mutant[] };
  return mutants.map((mutant) => ({ ...mutant, workflow }));
});

/**
 * The safeguards of the protocol, each taken away. A mutant that behaves like the real thing does not belong here: what one guard
 * catches when another is gone is no test of either.
 */
export const mutants: readonly Mutant[] = [
  ...acceptMutants,
  ...turnMutants,
  ...applyMutants,
  ...settleMutants,
  ...ofWorkflows,
];
