import { strict as assert } from 'node:assert';
import { createHash, randomUUID } from 'node:crypto';
import type { Example } from '../platform/example';
import { pause } from '../platform/pause';

const TENANT = 'tenant1';
const LOOK_MS = 100;
const LOOKS = 600;

interface Announced {
  readonly upload: { readonly url: string; readonly headers: Record<string, string> };
}

interface Import {
  readonly status: string;
  readonly rows?: { readonly read: number; readonly applied: number; readonly rejected: number };
  readonly rejects?: { readonly url: string };
}

/** A file is announced over HTTP, put to S3 by its URL, and imported; its bad row is found in the file of rejects. */
export const example: Example = {
  async run({ api, signal }) {
    const file = `product_code,name,price\n${['1,3.5', '2,cheap', '3,4'].map((row) => `E-${randomUUID()},Tea ${row}`).join('\n')}\n`;
    const announced = await api({
      method: 'POST',
      path: '/imports',
      tenantCode: TENANT,
      idempotencyKey: randomUUID(),
      body: {
        table: 'products',
        bytes: Buffer.byteLength(file),
        sha256: createHash('sha256').update(file).digest('hex'),
      },
    });
    assert.equal(
      announced.status,
      201,
      `POST /imports was answered ${announced.status}: ${JSON.stringify(announced.body)}`,
    );
    const path = announced.headers.get('location') ?? '';
    const { upload } = announced.body as Announced;
    const put = (body: string) => fetch(upload.url, { method: 'PUT', headers: upload.headers, body, signal });
    const forged = await put(file.replace('Tea', 'Ice'));
    assert(!forged.ok, 'S3 took another file than the announced one');
    const stored = await put(file);
    assert(stored.ok, `S3 answered ${stored.status} to the announced file: ${await stored.text()}`);
    const state = async () => (await api({ method: 'GET', path, tenantCode: TENANT })).body as Import;
    let found = await state();
    for (let looks = 1; !['COMPLETED', 'FAILED'].includes(found.status) && looks < LOOKS; looks++) {
      await pause(LOOK_MS);
      signal.throwIfAborted();
      found = await state();
    }
    assert.equal(found.status, 'COMPLETED', `the import ended as ${JSON.stringify(found)}`);
    const { read, applied, rejected } = found.rows ?? {};
    assert.deepEqual({ read, applied, rejected }, { read: 3, applied: 2, rejected: 1 });
    const rejects = await (await fetch(found.rejects?.url ?? '', { signal })).text();
    assert.match(rejects, /price/, `the file of rejects says: ${rejects}`);
    return '3 rows announced over HTTP and put to S3: 2 applied, 1 rejected with its reason; another file than the announced one was refused';
  },
};
