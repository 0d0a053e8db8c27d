import '../fakes/environment';
import { expect, test } from '@jest/globals';
import { stateEvent } from '../fakes/state-event';
import { type MyCustomInput, SCHEMA_VERSION } from './input';
import { handler } from './process';
import type { Initialized } from './states';

const data: MyCustomInput = {
  schemaVersion: SCHEMA_VERSION,
  tenantCode: 'tenant1',
  requestId: 'request-1',
  items: ['A-1', 'A-2', 'A-1'],
};
const initialized: Initialized = { status: 'initialized', data };

test('the items that differ are counted', async () => {
  await expect(handler(stateEvent(initialized, 'process'))).resolves.toEqual({
    status: 'processed',
    data,
    distinctItems: 2,
  });
});

test('a second run for the same execution comes to the same', async () => {
  const event = stateEvent(initialized, 'process');
  expect(await handler(event)).toEqual(await handler(event));
});
