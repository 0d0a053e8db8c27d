import type { Execution } from '../../interpreter/execution';
import { LARGEST_PAYLOAD } from '../../interpreter/payload';
import type { ResultFormat } from '../request';
import { resultsOf } from './child-result';

export interface SavedResults {
  bytes: number;
  results: (string[] | null)[];
}

/**
 * The results of a map run without a bucket to write them to: an array in the order of the items. One that has become too
 * large for a state's output is dropped, so that it takes no memory while the children go on.
 */
export class ResultList {
  private results: (string[] | undefined)[] = [];
  private bytes = 1;

  constructor(private readonly format: ResultFormat) {}

  get isTooLarge(): boolean {
    return this.bytes > LARGEST_PAYLOAD;
  }

  /** Takes the place of what an earlier attempt of the same child has left. */
  add(index: number, execution: Execution, express: boolean): void {
    if (this.isTooLarge) return;
    const results = resultsOf(execution, express, this.format);
    this.bytes += sizeOf(results) - sizeOf(this.results[index] ?? []);
    this.results[index] = results;
    if (this.isTooLarge) this.results = [];
  }

  /** As plain data, by index. */
  save(): SavedResults {
    return { bytes: this.bytes, results: this.results.map((results) => results ?? null) };
  }

  restore({ bytes, results }: SavedResults): void {
    this.bytes = bytes;
    this.results = results.map((each) => each ?? undefined);
  }

  /** JSON text. */
  get output(): string {
    return `[${this.results.flatMap((results) => results ?? []).join(',')}]`;
  }
}

function sizeOf(results: string[]): number {
  return results.reduce((sum, result) => sum + Buffer.byteLength(result) + 1, 0);
}
