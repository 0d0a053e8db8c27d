import type { AwsClient, RestRequest } from '../aws/client';
import type { Credentials } from '../aws/credentials';
import { AwsError, xmlField } from '../aws/error';
import type { Sessions } from '../identity/sessions';
import type { ListedObject, ListObjectsRequest, ObjectLocation, ObjectStore, ObjectUpload } from '../stepfunctions';

export interface S3ObjectsParts {
  client: AwsClient;
  sessions: Pick<Sessions, 'assume'>;
}

/** How much of an object is asked for at once, in bytes. */
const RANGE = 4 * 1024 * 1024;
const SESSION_NAME = 'states';

type InBucket = { roleArn: string; bucket: string; expectedBucketOwner?: string };

/** What Distributed Maps read and write in the local S3, with the permissions of the state machine's role. */
export class S3Objects implements ObjectStore {
  readonly #parts: S3ObjectsParts;

  constructor(parts: S3ObjectsParts) {
    this.#parts = parts;
  }

  /**
   * Range after range, each of the very object that the first was of. An answer with the whole object, as MiniStack gives it
   * for a version, is read as a stream instead.
   *
   * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html
   */
  async *get(object: ObjectLocation & { roleArn: string }): AsyncGenerator<Uint8Array> {
    const query = object.versionId === undefined ? {} : { query: { versionId: object.versionId } };
    let etag: string | undefined;
    for (let from = 0, size = Number.POSITIVE_INFINITY; from < size; from += RANGE) {
      const range = { range: `bytes=${from}-${from + RANGE - 1}`, ...(etag === undefined ? {} : { 'if-match': etag }) };
      const request = { method: 'GET', path: pathOf(object), ...query, headers: range };
      const response = await this.#stream(object, request);
      if (!response) return;
      if (response.statusCode !== 206) {
        yield* response.body;
        return;
      }
      // Whole, so that no connection is held while the items of the range wait for their turn.
      const pieces: Buffer[] = [];
      for await (const piece of response.body) pieces.push(piece);
      yield Buffer.concat(pieces);
      etag = String(response.headers.etag);
      size = Number(String(response.headers['content-range']).split('/')[1]);
    }
  }

  /** @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjectsV2.html */
  async list(request: ListObjectsRequest) {
    const query = {
      'list-type': '2',
      'encoding-type': 'url',
      ...(request.prefix === undefined ? {} : { prefix: request.prefix }),
      ...(request.startAfter === undefined ? {} : { 'start-after': request.startAfter }),
      ...(request.continuationToken === undefined ? {} : { 'continuation-token': request.continuationToken }),
    };
    const xml = (await this.#rest(request, { method: 'GET', path: `/${request.bucket}`, query })).body.toString('utf8');
    const objects = [...xml.matchAll(/<Contents>([\s\S]*?)<\/Contents>/g)].map(([, entry = '']) => listed(entry));
    const continuationToken = xmlField(xml, 'NextContinuationToken');
    return continuationToken ? { objects, continuationToken } : { objects };
  }

  async put(object: InBucket & { key: string }, body: Uint8Array): Promise<void> {
    await this.#rest(object, { method: 'PUT', path: pathOf(object), body });
  }

  /** @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/mpuoverview.html */
  async upload(object: InBucket & { key: string }): Promise<ObjectUpload> {
    const path = pathOf(object);
    const begun = await this.#rest(object, { method: 'POST', path, query: { uploads: '' } });
    const uploadId = xmlField(begun.body.toString('utf8'), 'UploadId') ?? '';
    const etags: string[] = [];
    return {
      part: async (body) => {
        const query = { partNumber: String(etags.length + 1), uploadId };
        etags.push(String((await this.#rest(object, { method: 'PUT', path, query, body })).headers.etag));
      },
      complete: async () => {
        const parts = etags.map((etag, at) => `<Part><PartNumber>${at + 1}</PartNumber><ETag>${etag}</ETag></Part>`);
        const body = `<CompleteMultipartUpload>${parts.join('')}</CompleteMultipartUpload>`;
        await this.#rest(object, { method: 'POST', path, query: { uploadId }, body });
      },
    };
  }

  #rest(object: InBucket, request: Omit<RestRequest, 'service'>) {
    return this.#asRole(object, request, (signed, credentials) => this.#parts.client.rest(signed, credentials));
  }

  /** Undefined for a range of nothing. */
  async #stream(object: InBucket, request: Omit<RestRequest, 'service'>) {
    try {
      return await this.#asRole(object, request, (signed, credentials) =>
        this.#parts.client.stream(signed, credentials),
      );
    } catch (error) {
      if (error instanceof AwsError && error.statusCode === 416) return undefined;
      throw error;
    }
  }

  async #asRole<Response>(
    { roleArn, expectedBucketOwner }: InBucket,
    request: Omit<RestRequest, 'service'>,
    send: (request: RestRequest, credentials: Credentials) => Promise<Response>,
  ): Promise<Response> {
    const { credentials } = await this.#parts.sessions.assume(roleArn, SESSION_NAME);
    const owner = expectedBucketOwner === undefined ? {} : { 'x-amz-expected-bucket-owner': expectedBucketOwner };
    return send({ ...request, service: 's3', headers: { ...request.headers, ...owner } }, credentials);
  }
}

function pathOf({ bucket, key }: { bucket: string; key: string }): string {
  const encode = (part: string) =>
    encodeURIComponent(part).replace(
      /[!'()*]/g,
      (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
    );
  return `/${bucket}/${key.split('/').map(encode).join('/')}`;
}

function listed(entry: string): ListedObject {
  const field = (name: string) => xmlField(entry, name) ?? '';
  return {
    key: decodeURIComponent(field('Key').replace(/\+/g, ' ')),
    etag: field('ETag'),
    size: Number(field('Size')),
    lastModified: Date.parse(field('LastModified')),
    storageClass: field('StorageClass'),
  };
}
