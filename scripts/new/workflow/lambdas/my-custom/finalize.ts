import { MetricUnit } from '@aws-lambda-powertools/metrics';
import { logger, metrics } from '../platform/observability';
import { stepFunctionsHandler } from '../platform/step-functions-handler';
import { inputLogKeys } from './input';
import { type Completed, processed } from './states';

/** State `finalize`: tells logs and metrics what came of the execution, and returns it as the execution's output. */
export const handler = stepFunctionsHandler({
  input: processed,
  keys: ({ data }) => inputLogKeys(data),
  async run({ input: { data, distinctItems } }): Promise<Completed> {
    const outcome = { items: data.items.length, distinctItems };
    metrics.addMetric('ItemsProcessed', MetricUnit.Count, outcome.items);
    logger.info('completed', outcome);
    return { status: 'completed', ...outcome };
  },
});
