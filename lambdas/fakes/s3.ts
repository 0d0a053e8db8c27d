import { s3 } from '../platform/s3';
import { awsError } from './step-functions';

interface Input {
  Bucket: string;
  Key: string;
  VersionId?: string;
  Range?: string;
  Body?: string | Uint8Array;
  PartNumber?: number;
}

interface StoredObject {
  versionId: string;
  body: Buffer;
}

export interface Call {
  operation: string;
  input: Input;
}

/** S3 in memory, behind the functions' own client: objects with all their versions, ranges, multipart uploads. */
export class FakeS3 {
  readonly calls: Call[] = [];
  before: (call: Call) => void = () => undefined;
  private readonly objects = new Map<string, StoredObject[]>();
  private readonly parts = new Map<number, Buffer>();

  install(): this {
    Reflect.set(s3, 'send', async (command: { constructor: { name: string }; input: Input }) => {
      const call = { operation: command.constructor.name.replace('Command', ''), input: command.input };
      this.calls.push(call);
      this.before(call);
      return this.perform(call);
    });
    return this;
  }

  /** Stores a version of an object and returns its id. */
  put(key: string, body: string | Uint8Array): string {
    const versions = this.objects.get(key) ?? [];
    const versionId = `version-${versions.length + 1}`;
    this.objects.set(key, [...versions, { versionId, body: Buffer.from(body as string) }]);
    return versionId;
  }

  /** The newest version of an object as text. */
  text(key: string): string | undefined {
    return this.objects.get(key)?.at(-1)?.body.toString();
  }

  keys(): string[] {
    return [...this.objects.keys()].sort();
  }

  private perform({ operation, input }: Call): unknown {
    if (operation === 'GetObject') return this.get(input);
    if (operation === 'PutObject') return { VersionId: this.put(input.Key, input.Body ?? '') };
    if (operation === 'CreateMultipartUpload') return { UploadId: 'upload-1' };
    if (operation === 'UploadPart') {
      this.parts.set(input.PartNumber ?? 0, Buffer.from(input.Body as Uint8Array));
      return { ETag: `"part-${input.PartNumber}"` };
    }
    if (operation === 'CompleteMultipartUpload') {
      this.put(input.Key, Buffer.concat([...this.parts].sort(([a], [b]) => a - b).map(([, body]) => body)));
      return {};
    }
    if (operation === 'AbortMultipartUpload') return {};
    throw new Error(`the fake does not know ${operation}`);
  }

  private get({ Key, VersionId, Range }: Input): unknown {
    const versions = this.objects.get(Key);
    if (versions === undefined) throw awsError('NoSuchKey');
    const found = VersionId === undefined ? versions.at(-1) : versions.find((one) => one.versionId === VersionId);
    if (found === undefined) throw awsError('NoSuchVersion');
    const [, from, to] = /^bytes=(\d+)-(\d+)$/.exec(Range ?? '') ?? [];
    if (from !== undefined && Number(from) >= found.body.length) throw awsError('InvalidRange');
    const body = from === undefined ? found.body : found.body.subarray(Number(from), Number(to) + 1);
    return {
      VersionId: found.versionId,
      ContentLength: body.length,
      ...(from !== undefined && {
        ContentRange: `bytes ${from}-${Number(from) + body.length - 1}/${found.body.length}`,
      }),
      Body: {
        transformToString: async () => body.toString(),
        transformToByteArray: async () => new Uint8Array(body),
      },
    };
  }
}
