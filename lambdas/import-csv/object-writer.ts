import {
  AbortMultipartUploadCommand,
  type CompletedPart,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  PutObjectCommand,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { s3 } from '../platform/s3';

/** Every part but the last has 5 MiB at least. https://docs.aws.amazon.com/AmazonS3/latest/userguide/qfacts.html */
const PART_BYTES = 8 * 1024 * 1024;

/** Writes an object piece by piece, in parts once it is larger than one: never more than a part is in memory. */
export class ObjectWriter {
  private pieces: Buffer[] = [];
  private bytes = 0;
  private uploadId: string | undefined;
  private readonly parts: CompletedPart[] = [];

  constructor(
    private readonly bucket: string,
    private readonly key: string,
  ) {}

  async write(text: string): Promise<void> {
    const piece = Buffer.from(text);
    this.pieces.push(piece);
    this.bytes += piece.length;
    if (this.bytes >= PART_BYTES) await this.uploadPart();
  }

  /** Until here there is no object. */
  async end(): Promise<void> {
    const target = { Bucket: this.bucket, Key: this.key };
    if (this.uploadId === undefined) {
      await s3.send(new PutObjectCommand({ ...target, Body: Buffer.concat(this.pieces), ContentType: 'text/csv' }));
      return;
    }
    if (this.bytes > 0) await this.uploadPart();
    const MultipartUpload = { Parts: this.parts };
    await s3.send(new CompleteMultipartUploadCommand({ ...target, UploadId: this.uploadId, MultipartUpload }));
  }

  /** Gives up what was uploaded; parts that stay behind are cleared away by the bucket's lifecycle. */
  async abort(): Promise<void> {
    if (this.uploadId === undefined) return;
    const upload = { Bucket: this.bucket, Key: this.key, UploadId: this.uploadId };
    await s3.send(new AbortMultipartUploadCommand(upload)).catch(() => undefined);
  }

  private async uploadPart(): Promise<void> {
    const target = { Bucket: this.bucket, Key: this.key };
    this.uploadId ??= (
      await s3.send(new CreateMultipartUploadCommand({ ...target, ContentType: 'text/csv' }))
    ).UploadId;
    const PartNumber = this.parts.length + 1;
    const Body = Buffer.concat(this.pieces);
    const { ETag } = await s3.send(new UploadPartCommand({ ...target, UploadId: this.uploadId, PartNumber, Body }));
    this.parts.push({ PartNumber, ETag });
    this.pieces = [];
    this.bytes = 0;
  }
}
