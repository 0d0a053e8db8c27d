import type { Journey, Step } from '../journey';
import { artifactSteps } from './artifact';
import { bootstrapSteps } from './bootstrap';
import { driftSteps } from './drift';
import { pageSteps } from './pages';
import { pipelineSteps } from './pipeline';
import { promotionSteps } from './promotion';
import { rollbackSteps } from './rollback';

/** In the order of the way. */
export function steps(journey: Journey): readonly Step[] {
  return [
    ...artifactSteps(journey),
    ...bootstrapSteps(journey),
    ...pipelineSteps(journey),
    ...promotionSteps(journey),
    ...driftSteps(journey),
    ...rollbackSteps(journey),
    ...pageSteps(journey),
  ];
}
