import type { ObjectStore, WrittenObject } from '../../integrations/object-store';
import type { Execution } from '../../interpreter/execution';
import { mapRunId } from '../arns';
import type { ChildInput } from '../child-inputs';
import type { Destination, ResultFormat } from '../request';
import { pendingResult, type ResultStatus, resultsOf } from './child-result';
import { ResultFile, type WrittenFile } from './result-file';
import type { WrittenResults } from './written-results';

/** What the state's output tells of the results. */
export interface ResultWriterDetails {
  Bucket: string;
  Key: string;
}

/** What one attempt of a map run is written by. */
export interface ResultWriterOptions {
  objects: ObjectStore;
  roleArn: string;
  mapRunArn: string;
  destination: Destination;
  format: ResultFormat;
  express: boolean;
  /** How often the map run has been redriven: each attempt has files of its own. */
  redriveCount: number;
  /** What earlier attempts have written, and this one will. */
  written: WrittenResults;
}

/**
 * Writes what came of the children to files in S3 while they end, and at last the manifest that lists the files.
 *
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/input-output-resultwriter.html#input-output-resultwriter-exporting-to-S3
 */
export class ResultWriter {
  private readonly files = new Map<ResultStatus, ResultFile>();
  private readonly finished = new Set<ResultFile>();
  private readonly prefix: string;

  constructor(private readonly options: ResultWriterOptions) {
    const { destination, mapRunArn, redriveCount, written } = options;
    const attempt = redriveCount === 0 ? '' : `Redrive-${redriveCount}/`;
    this.prefix = `${destination.prefix}${mapRunId(mapRunArn)}/${attempt}`;
    // A redriven map run always has a file of what succeeded in it, even of nothing.
    if (written.files.length > 0) this.file('SUCCEEDED');
  }

  get details(): ResultWriterDetails {
    return { Bucket: this.options.destination.bucket, Key: `${this.prefix}manifest.json` };
  }

  /** Whether results wait for `flush`, and so no more should come. */
  get isFull(): boolean {
    return [...this.files.values()].some((file) => file.isFull);
  }

  /** Files of succeeded children that have been begun and not written. */
  get unwritten(): ResultFile[] {
    const own = this.files.get('SUCCEEDED');
    return [...this.options.written.unwritten, ...(own ? [own] : [])].filter((file) => !this.finished.has(file));
  }

  /** Puts a manifest of nothing, to find out before the first child whether one can be put at the end. */
  async probe(): Promise<void> {
    await this.putManifest({ FAILED: [], PENDING: [], SUCCEEDED: [] });
  }

  addEnded(execution: Execution, items: number): void {
    const { express, format } = this.options;
    const status = execution.status === 'SUCCEEDED' ? 'SUCCEEDED' : 'FAILED';
    this.file(status).add(resultsOf(execution, express, format), items);
  }

  addPending({ input, items }: ChildInput): void {
    this.file('PENDING').add([pendingResult(input)], items);
  }

  async flush(): Promise<void> {
    for (const file of this.files.values()) if (file.isFull) await file.flush();
  }

  /** Writes what is left, then the manifest. @param onWritten called with the counts of each file that has been written. */
  async finish(onWritten: (status: ResultStatus, executions: number, items: number) => void): Promise<void> {
    const { written } = this.options;
    const files: Record<ResultStatus, WrittenFile[]> = { FAILED: [], PENDING: [], SUCCEEDED: written.files };
    const earlier = written.unwritten.map((file): [ResultStatus, ResultFile] => ['SUCCEEDED', file]);
    for (const [status, file] of [...earlier, ...this.files]) {
      const closed = await file.close();
      onWritten(status, file.executions, file.items);
      if (status === 'SUCCEEDED') {
        this.finished.add(file);
        written.add(closed, file);
      } else files[status].push(closed);
    }
    await this.putManifest(files);
  }

  private file(status: ResultStatus): ResultFile {
    const { objects, format } = this.options;
    const known = this.files.get(status);
    if (known) return known;
    const key = `${this.prefix}${status}_0.${format.outputType === 'JSONL' ? 'jsonl' : 'json'}`;
    const made = new ResultFile(objects, this.location(key), format.outputType);
    this.files.set(status, made);
    return made;
  }

  private async putManifest(ResultFiles: Record<ResultStatus, WrittenFile[]>): Promise<void> {
    const { objects, destination, mapRunArn } = this.options;
    const manifest = { DestinationBucket: destination.bucket, MapRunArn: mapRunArn, ResultFiles };
    await objects.put(this.location(this.details.Key), Buffer.from(JSON.stringify(manifest)));
  }

  private location(key: string): WrittenObject {
    const { roleArn, destination } = this.options;
    const { prefix: _, ...bucket } = destination;
    return { ...bucket, key, roleArn };
  }
}
