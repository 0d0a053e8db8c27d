import type { ResultFile, WrittenFile } from './result-file';

/** What the attempts of a map run have written of succeeded children, which is not run and not written again. */
export class WrittenResults {
  readonly files: WrittenFile[] = [];
  /** Begun by attempts that did not come to write them. */
  unwritten: ResultFile[] = [];
  executions = 0;
  items = 0;

  add(file: WrittenFile, { executions, items }: ResultFile): void {
    this.files.push(file);
    this.executions += executions;
    this.items += items;
  }
}
