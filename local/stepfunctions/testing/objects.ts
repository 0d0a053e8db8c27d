import { createHash } from 'node:crypto';
import type { Clock } from '../clock/clock';
import type {
  ListObjectsRequest,
  ObjectLocation,
  ObjectStore,
  ObjectUpload,
  WrittenObject,
} from '../integrations/object-store';

const PAGE = 2;
const RANGE = 4 * 1024 * 1024;

/** An S3 of one bucket, `bucket`, in memory, that can be told to refuse. */
export class TestObjects implements ObjectStore {
  readonly files = new Map<string, Buffer>();
  /** Everything that was asked for, as `<operation> <key>`. */
  readonly log: string[] = [];
  /** Called before each operation; what it throws, the operation is refused with. */
  before: (operation: string, key: string) => void | Promise<void> = () => {};

  constructor(private readonly clock: Clock) {}

  get calls(): number {
    return this.log.length;
  }

  /** The text of a file. */
  text(key: string): string {
    const file = this.files.get(key);
    if (!file) throw new Error(`There is no ${key}, only ${[...this.files.keys()].join(', ')}`);
    return file.toString();
  }

  async *get({ key }: ObjectLocation): AsyncGenerator<Uint8Array> {
    for (let from = 0, size = Number.POSITIVE_INFINITY; from < size; from += RANGE) {
      await this.asked('get', key);
      const file = this.files.get(key);
      if (!file) throw new Error('The specified key does not exist.');
      size = file.length;
      yield file.subarray(from, from + RANGE);
    }
  }

  async list({ prefix = '', startAfter = '', continuationToken = '0' }: ListObjectsRequest) {
    await this.asked('list', prefix);
    const from = Number(continuationToken);
    const keys = [...this.files.keys()].filter((key) => key.startsWith(prefix) && key > startAfter).sort();
    const objects = keys.slice(from, from + PAGE).map((key) => {
      const file = this.files.get(key) ?? Buffer.alloc(0);
      const lastModified = this.clock.now();
      return { key, etag: etagOf(file), size: file.length, lastModified, storageClass: 'STANDARD' };
    });
    return from + PAGE < keys.length ? { objects, continuationToken: String(from + PAGE) } : { objects };
  }

  async put({ key }: WrittenObject, body: Uint8Array): Promise<void> {
    await this.asked('put', key);
    this.files.set(key, Buffer.from(body));
  }

  async upload({ key }: { key: string }): Promise<ObjectUpload> {
    await this.asked('upload', key);
    const parts: Uint8Array[] = [];
    return {
      part: async (body) => {
        await this.asked('part', key);
        parts.push(body);
      },
      complete: async () => {
        await this.asked('complete', key);
        this.files.set(key, Buffer.concat(parts));
      },
    };
  }

  private async asked(operation: string, key: string): Promise<void> {
    this.log.push(`${operation} ${key}`);
    await this.before(operation, key);
  }
}

const etagOf = (file: Uint8Array) => `"${createHash('md5').update(file).digest('hex')}"`;
