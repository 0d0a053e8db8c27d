import { afterEach, beforeEach } from '@jest/globals';
import { evaluationLimit } from '../expressions/evaluation-limit';

/** For tests of what never ends: in this file or group it is given up soon. */
export function shortEvaluation(): void {
  const { ms } = evaluationLimit;
  beforeEach(() => {
    evaluationLimit.ms = 250;
  });
  afterEach(() => {
    evaluationLimit.ms = ms;
  });
}
