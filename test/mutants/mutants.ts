import { acceptMutants } from './accept-mutants';
import { applyMutants } from './apply-mutants';
import { importMutants } from './import-mutants';
import type { Mutant } from './mutate';
import { settleMutants } from './settle-mutants';
import { taskMutants } from './task-mutants';
import { turnMutants } from './turn-mutants';

/**
 * The safeguards of the protocol, each taken away. A mutant that behaves like the real thing does not belong here: what one guard
 * catches when another is gone is no test of either.
 */
export const mutants: readonly Mutant[] = [
  ...acceptMutants,
  ...turnMutants,
  ...applyMutants,
  ...settleMutants,
  ...taskMutants,
  ...importMutants,
];
