import type { ObjectStore, ObjectUpload } from '../../integrations/object-store';
import type { ResultFormat } from '../request';

/** The smallest part of an upload, and so what is kept in memory of each file, in bytes. */
const PART = 5 * 1024 * 1024;

/** As the manifest lists it. */
export interface WrittenFile {
  Key: string;
  Size: number;
}

/**
 * One file of results: a JSON array or JSON Lines. Small ones are put at once at the end; larger ones are uploaded in parts
 * meanwhile, so that they may be larger than memory.
 */
export class ResultFile {
  private pieces: string[] = [];
  /** UTF-16 units: at most as many as bytes. */
  private length = 0;
  private upload: Promise<ObjectUpload> | undefined;
  private size = 0;
  executions = 0;
  items = 0;

  constructor(
    private readonly objects: ObjectStore,
    private readonly location: { bucket: string; key: string; roleArn: string },
    private readonly outputType: ResultFormat['outputType'],
  ) {}

  /** Whether `flush` has something to do. */
  get isFull(): boolean {
    return this.length >= PART;
  }

  add(results: string[], items: number): void {
    this.executions += 1;
    this.items += items;
    for (const result of results) {
      const begun = this.length > 0 || this.size > 0;
      const piece = this.outputType === 'JSONL' ? `${result}\n` : `${begun ? ',' : '['}${result}`;
      this.pieces.push(piece);
      this.length += piece.length;
    }
  }

  /** Uploads what has gathered. */
  async flush(): Promise<void> {
    this.upload ??= this.objects.upload(this.location);
    const body = this.take();
    await (await this.upload).part(body);
  }

  async close(): Promise<WrittenFile> {
    const empty = this.length === 0 && this.size === 0;
    if (this.outputType === 'JSON') this.pieces.push(empty ? '[]' : ']');
    const body = this.take();
    if (!this.upload) await this.objects.put(this.location, body);
    else {
      const upload = await this.upload;
      await upload.part(body);
      await upload.complete();
    }
    return { Key: this.location.key, Size: this.size };
  }

  private take(): Uint8Array {
    const body = Buffer.from(this.pieces.join(''));
    this.pieces = [];
    this.length = 0;
    this.size += body.length;
    return body;
  }
}
