import '../fakes/environment';
import { afterEach, expect, jest, test } from '@jest/globals';
import { stateEvent } from '../fakes/state-event';
import { metrics } from '../platform/observability';
import { handler } from './finalize';
import { SCHEMA_VERSION } from './input';
import type { Processed } from './states';

const processed: Processed = {
  status: 'processed',
  data: {
    schemaVersion: SCHEMA_VERSION,
    tenantCode: 'tenant1',
    requestId: 'request-1',
    items: ['A-1', 'A-2', 'A-1'],
  },
  distinctItems: 2,
};

afterEach(() => {
  jest.restoreAllMocks();
});

test('what came of it is the output, and the items are counted for the metrics', async () => {
  const counted = jest.spyOn(metrics, 'addMetric');
  await expect(handler(stateEvent(processed, 'finalize'))).resolves.toEqual({
    status: 'completed',
    items: 3,
    distinctItems: 2,
  });
  expect(counted).toHaveBeenCalledWith('ItemsProcessed', 'Count', 3);
});
