import '../fakes/environment';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { stateEvent } from '../fakes/state-event';
import { handler as finalize } from './finalize';
import { handler as initialize } from './initialize';
import { type MyCustomInput, SCHEMA_VERSION } from './input';
import { handler as process } from './process';

const folder = join(__dirname, 'inputs');
const versions = Array.from({ length: SCHEMA_VERSION }, (_, before) => before + 1);

/** An input as executions were started with when this version was the newest: of the newest's type only to the compiler. */
const inputOf = (version: number): MyCustomInput => JSON.parse(readFileSync(join(folder, `${version}.json`), 'utf8'));

test('there is an input of every version, and of no other', () => {
  expect(readdirSync(folder).sort()).toEqual(versions.map((version) => `${version}.json`).sort());
  for (const version of versions) expect(inputOf(version).schemaVersion).toBe(version);
});

test.each(versions)('an execution that was started with version %d is run by these handlers', async (version) => {
  const initialized = await initialize(stateEvent(inputOf(version), 'initialize'));
  const processed = await process(stateEvent(initialized, 'process'));
  const completed = await finalize(stateEvent(processed, 'finalize'));
  expect(initialized.data.schemaVersion).toBe(SCHEMA_VERSION);
  expect(completed).toMatchObject({ status: 'completed', items: processed.data.items.length });
});

test.each(versions)('one whose earlier states ran at version %d goes on with these handlers', async (version) => {
  const data = inputOf(version);
  const processed = await process(stateEvent({ status: 'initialized', data }, 'process'));
  const completed = await finalize(stateEvent({ ...processed, data }, 'finalize'));
  expect(processed.data.schemaVersion).toBe(SCHEMA_VERSION);
  expect(completed.status).toBe('completed');
});
