import type { ObjectStore, ObjectUpload, WrittenObject } from '../../integrations/object-store';
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
 * meanwhile, so that they may be larger than memory. What could not be sent is kept, and sent at the next try.
 */
export class ResultFile {
  private pieces: string[] = [];
  /** Of the pieces, in UTF-16 units: at most as many as bytes. */
  private length = 0;
  private upload: ObjectUpload | undefined;
  /** What has been sent, in bytes. */
  private size = 0;
  private lastPart: Buffer | undefined;
  executions = 0;
  items = 0;

  constructor(
    private readonly objects: ObjectStore,
    private readonly location: WrittenObject,
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

  /** Uploads what has gathered; more may gather meanwhile. */
  async flush(): Promise<void> {
    const sent = this.pieces.length;
    const text = this.pieces.join('');
    this.upload ??= await this.objects.upload(this.location);
    const body = Buffer.from(text);
    await this.upload.part(body);
    this.size += body.length;
    this.pieces.splice(0, sent);
    this.length -= text.length;
  }

  async close(): Promise<WrittenFile> {
    const empty = this.length === 0 && this.size === 0;
    const end = this.outputType === 'JSONL' ? '' : empty ? '[]' : ']';
    const body = Buffer.from(this.pieces.join('') + end);
    if (!this.upload) await this.objects.put(this.location, body);
    else {
      if (!this.lastPart) await this.upload.part(body);
      this.lastPart = body;
      await this.upload.complete();
    }
    return { Key: this.location.key, Size: this.size + body.length };
  }
}
