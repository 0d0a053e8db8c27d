import type { HttpRequest, HttpResponse } from '../sandbox/http';

/** What the functions ask of S3: an object whole, by its key. */
export interface ObjectCall {
  Key: string;
  Body: string;
}

/** The operation of a request in S3's REST protocol; undefined when the request is not for S3. */
export function readObjectCall({
  method,
  host,
  path,
  body,
}: HttpRequest): { operation: string; input: ObjectCall } | undefined {
  if (!/\.s3\.[\w-]+\.amazonaws\.com$/.test(host)) return undefined;
  const operation = method === 'PUT' ? 'PutObject' : 'GetObject';
  return { operation, input: { Key: decodeURIComponent(path.split('?')[0] ?? '').slice(1), Body: body } };
}

/** Objects in memory, the newest version of each. */
export class Objects {
  private readonly bodies = new Map<string, string>();

  put(key: string, body: string): void {
    this.bodies.set(key, body);
  }

  get(key: string): string | undefined {
    return this.bodies.get(key);
  }

  perform(operation: string, { Key, Body }: ObjectCall): HttpResponse {
    if (operation === 'PutObject') {
      this.put(Key, Body);
      return { status: 200, headers: { etag: '"1"' }, body: '' };
    }
    const body = this.get(Key);
    if (body === undefined) return objectError(404, 'NoSuchKey');
    return { status: 200, headers: { 'content-length': String(Buffer.byteLength(body)), etag: '"1"' }, body };
  }
}

/** An error as S3 answers it. */
export function objectError(status: number, code: string): HttpResponse {
  const body = `<?xml version="1.0" encoding="UTF-8"?><Error><Code>${code}</Code><Message>${code}</Message></Error>`;
  return { status, headers: { 'content-type': 'application/xml' }, body };
}
