import { strict as assert } from 'node:assert';
import { randomUUID } from 'node:crypto';
import type { ApiAnswer, Example } from '../platform/example';
import { pause } from '../platform/pause';

const MOST_ANSWERS = 20;

/** An entity is created and changed over HTTP; its writer reads what he wrote, and nobody else can. */
export const example: Example = {
  async run({ api, signal }) {
    const id = `example-${randomUUID()}`;
    const write = (tenantCode: string, expectedVersion: number, total: number, idempotencyKey: string) =>
      api({
        method: 'POST',
        path: '/commands',
        tenantCode,
        idempotencyKey,
        body: { entityType: 'order', id, expectedVersion, action: 'put', attributes: { status: 'open', total } },
      });
    const read = (tenantCode: string, version: number) =>
      api({ method: 'GET', path: `/entities/order/${id}?version=${version}`, tenantCode });

    const began = Date.now();
    for (const [index, total] of [100, 200].entries()) {
      expectStatus(await write('tenant1', index, total, `${id}-${index}`), 202, `version ${index + 1}`);
    }
    expectStatus(await write('tenant1', 1, 200, `${id}-1`), 202, 'version 2 once more');
    expectStatus(await write('tenant1', 1, 300, `${id}-1`), 422, 'another body under the same Idempotency-Key');
    expectStatus(await write('tenant1', 1, 300, `${id}-2`), 409, 'a change of a version that is not the newest');
    expectStatus(await write('', 2, 300, `${id}-3`), 403, 'a write without a tenant');
    let found = await read('tenant1', 2);
    for (let answers = 1; found.status === 202 && answers < MOST_ANSWERS; answers++) {
      await pause(100);
      signal.throwIfAborted();
      found = await read('tenant1', 2);
    }
    expectStatus(found, 200, 'what was written');
    assert.deepEqual((found.body as { attributes: unknown }).attributes, { status: 'open', total: 200 });
    expectStatus(await read('tenant2', 2), 404, "another tenant's entity");
    expectStatus(await api({ method: 'GET', path: `/entities/order/${id}` }), 401, 'a read without a token');
    return `2 versions over HTTP, read as written after ${Date.now() - began} ms; a repeat changed nothing, a stale version and another tenant were refused`;
  },
};

function expectStatus({ status, body }: ApiAnswer, expected: number, what: string): void {
  assert.equal(status, expected, `${what} was answered ${status} and not ${expected}: ${JSON.stringify(body)}`);
}
