import { strict as assert } from 'node:assert';
import { randomUUID } from 'node:crypto';
import type { Example } from '../platform/example';
import { pause } from '../platform/pause';

const TENANT = 'tenant1';
const LOOK_MS = 100;
const LOOKS = 600;

const airport = (iata: string, city: string) => ({ iata, name: `Airport ${iata}`, city, state: 'NY', country: 'US' });

/** A task of three items over HTTP, of which one has no city. */
export const example: Example = {
  async run({ api, signal }) {
    const created = await api({
      method: 'POST',
      path: '/tasks',
      tenantCode: TENANT,
      idempotencyKey: randomUUID(),
      body: {
        taskType: 'address-label',
        items: [airport('AAA', 'Albany'), airport('BBB', ''), airport('CCC', 'Corning')],
      },
    });
    assert.equal(created.status, 202, `POST /tasks was answered ${created.status}: ${JSON.stringify(created.body)}`);
    const path = created.headers.get('location') ?? '';
    const task = async () => (await api({ method: 'GET', path, tenantCode: TENANT })).body as { status: string };
    let found = await task();
    for (let looks = 1; !found.status.startsWith('finished') && looks < LOOKS; looks++) {
      await pause(LOOK_MS);
      signal.throwIfAborted();
      found = await task();
    }
    assert.equal(found.status, 'finished_with_errors', `the task ended as ${JSON.stringify(found)}`);
    const failed = await api({ method: 'GET', path: `${path}/failed-items`, tenantCode: TENANT });
    const { items } = failed.body as { items: { item: number; error: string }[] };
    assert.deepEqual(
      items.map(({ item, error }) => [item, error]),
      [[2, 'AddressIncomplete']],
    );
    return `3 items over HTTP: 2 succeeded, item 2 failed with ${items[0]?.error}`;
  },
};
