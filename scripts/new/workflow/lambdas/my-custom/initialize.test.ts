import '../fakes/environment';
import { expect, test } from '@jest/globals';
import { stateEvent } from '../fakes/state-event';
import { handler } from './initialize';
import { type MyCustomInput, SCHEMA_VERSION } from './input';

const input: MyCustomInput = {
  schemaVersion: SCHEMA_VERSION,
  tenantCode: 'tenant1',
  requestId: 'request-1',
  items: ['A-1'],
};

test('an input with items is handed on', async () => {
  await expect(handler(stateEvent(input, 'initialize'))).resolves.toEqual({ status: 'initialized', data: input });
});

test('one without items is refused: there is nothing to do', async () => {
  await expect(handler(stateEvent({ ...input, items: [] }, 'initialize'))).rejects.toMatchObject({
    name: 'NoItems',
    message: 'the input of request request-1 has no items. Start the workflow with at least one.',
  });
});

test.each(['tenantCode', 'requestId', 'items'] as const)('one without %s is no input', async (field) => {
  const { [field]: _, ...incomplete } = input;
  await expect(handler(stateEvent(incomplete as MyCustomInput, 'initialize'))).rejects.toMatchObject({
    name: 'InvalidEvent',
    message: expect.stringContaining(`input.${field}: `),
  });
});

test('one of a version that nobody knows is no input', async () => {
  const future = { ...input, schemaVersion: SCHEMA_VERSION + 1 } as unknown as MyCustomInput; // as a later deployment would
  await expect(handler(stateEvent(future, 'initialize'))).rejects.toMatchObject({
    name: 'InvalidEvent',
    message: expect.stringContaining('is no version that this function knows'),
  });
});
