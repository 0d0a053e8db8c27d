import { afterEach, beforeEach } from '@jest/globals';
import { evaluationLimit } from '../expressions/evaluation-limit';

/** For tests of what never ends: in this file or group it is given up soon. */
export function shortEvaluation(): void {
  evaluationWithin(250);
}

/** For tests of what ends, but is slow on a busy machine: in this file or group it is not given up. */
export function longEvaluation(): void {
  evaluationWithin(60_000);
}

function evaluationWithin(limit: number): void {
  const { ms } = evaluationLimit;
  beforeEach(() => {
    evaluationLimit.ms = limit;
  });
  afterEach(() => {
    evaluationLimit.ms = ms;
  });
}
