import {
  closeSync,
  fstatSync,
  fsync,
  fsyncSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readSync,
  renameSync,
  writeFileSync,
} from 'node:fs';
import { join, resolve } from 'node:path';
import { FolderLock } from './folder-lock';
import { type Journal, JournalError, type JournalLine } from './journal';

const FILE = 'journal.jsonl';
/** A journal is replaced when it has grown by so many bytes, and to twice what it was. */
const GROWTH = 16 * 1024 * 1024;
const CHUNK = 1024 * 1024;
const NEWLINE = 10;
/** Of every first line. */
const BEGINNING = '[{"type":"journal",';
/** How long what has been written may be with the operating system only. */
const SYNC_MS = 1000;

/**
 * A journal in a file: a line of JSON for all that happened at one moment.
 *
 * A line is written before anything comes of it, so that it outlives the end of the process, also a `kill -9`. That it lies on
 * the disk, which matters when the machine itself stops, is made sure of every second, and when the journal is closed: a sync
 * for each line would take a hundred times as long as all else, and what a second may lose is done again, as everything
 * that had not been answered is.
 */
export class FileJournal implements Journal {
  readonly name: string;
  private size: number;
  private sizeAtFirst: number;
  private dirty = false;
  private readonly syncing: NodeJS.Timeout;

  private constructor(
    private readonly folder: string,
    private fd: number,
    private readonly lock: FolderLock,
    private readonly warn: (message: string) => void,
  ) {
    this.name = join(folder, FILE);
    this.size = fstatSync(fd).size;
    this.sizeAtFirst = this.size;
    this.syncing = setInterval(() => this.sync(), SYNC_MS);
    this.syncing.unref();
  }

  /**
   * Opens the journal of a folder, which is made if need be, for this process alone.
   *
   * @param warn told when the journal's end had been written half, and is cut off.
   * @throws JournalError when the folder cannot be used.
   */
  static open(folder: string, warn: (message: string) => void): FileJournal {
    const path = resolve(folder);
    try {
      mkdirSync(path, { recursive: true });
      const lock = FolderLock.take(path);
      try {
        return new FileJournal(path, openSync(join(path, FILE), 'a+'), lock, warn);
      } catch (error) {
        lock.release();
        throw error;
      }
    } catch (error) {
      if (error instanceof JournalError) throw error;
      throw new JournalError(`The folder ${path} cannot be used for data: ${(error as Error).message}.`);
    }
  }

  get isLong(): boolean {
    return this.size - this.sizeAtFirst >= Math.max(GROWTH, this.sizeAtFirst);
  }

  /**
   * All lines. What follows the last newline was written half, and is cut off; it is kept in a file of its own.
   *
   * @throws JournalError for a line that is none of a journal: nothing is changed then.
   */
  *lines(): Generator<JournalLine> {
    let end = 0;
    for (const { line, end: after } of linesOf(this.fd, this.name)) {
      end = after;
      yield line;
    }
    const { size } = fstatSync(this.fd);
    if (size > end) this.cut(end, size);
    this.size = end;
    this.sizeAtFirst = end;
  }

  append(line: JournalLine): void {
    const text = `${JSON.stringify(line)}\n`;
    try {
      writeFileSync(this.fd, text);
    } catch (error) {
      // On a full disk a part may have been written, to which the next line would be appended.
      ftruncateSync(this.fd, this.size);
      throw new JournalError(`The journal ${this.name} cannot be written: ${(error as Error).message}.`);
    }
    this.size += Buffer.byteLength(text);
    this.dirty = true;
  }

  /** The new journal takes the place of the old one at once: whatever happens, one of the two is there, whole. */
  replace(lines: Iterable<JournalLine>): void {
    const next = `${this.name}.next`;
    const fd = openSync(next, 'w+');
    let size = 0;
    for (const line of lines) {
      const text = `${JSON.stringify(line)}\n`;
      writeFileSync(fd, text);
      size += Buffer.byteLength(text);
    }
    fsyncSync(fd);
    renameSync(next, this.name);
    closeSync(this.fd);
    this.fd = fd;
    this.size = size;
    this.sizeAtFirst = size;
    syncFolder(this.folder);
  }

  close(): void {
    clearInterval(this.syncing);
    fsyncSync(this.fd);
    closeSync(this.fd);
    this.lock.release();
  }

  private sync(): void {
    if (!this.dirty) return;
    this.dirty = false;
    // Tried again with the next line; what is wrong with the disk the next line will say.
    fsync(this.fd, () => {});
  }

  private cut(from: number, to: number): void {
    const tail = Buffer.alloc(to - from);
    readSync(this.fd, tail, 0, tail.length, from);
    // Of a journal that has no line yet, its process has written this much at most.
    if (from === 0 && !tail.toString('utf8').startsWith(BEGINNING.slice(0, tail.length))) throw noLine(this.name, 1, 0);
    const kept = `${this.name}.cut-${Date.now()}`;
    writeFileSync(kept, tail);
    ftruncateSync(this.fd, from);
    this.warn(
      `The last ${to - from} bytes of ${this.name} are no whole line, and are cut off: the process that wrote them was ended at that moment. They are kept in ${kept}.`,
    );
  }
}

/** A journal that is only read, perhaps while another process writes it. @throws JournalError when there is none. */
export function readJournalFile(folder: string): Pick<Journal, 'name' | 'lines'> {
  const path = resolve(folder);
  const name = join(path, FILE);
  return {
    name,
    *lines() {
      let fd: number;
      try {
        fd = openSync(name, 'r');
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'ENOENT')
          throw new JournalError(`The journal ${name} cannot be read: ${(error as Error).message}.`);
        throw new JournalError(
          `The folder ${path} has no journal: there is no file ${FILE} in it. Name the folder that Step Functions was given for its data.`,
        );
      }
      try {
        for (const { line } of linesOf(fd, name)) yield line;
      } finally {
        closeSync(fd);
      }
    },
  };
}

/**
 * The lines of a file that a newline ends, each with the position after it. What follows the last newline is left out.
 *
 * @throws JournalError for one that is no line of a journal: a process that ends leaves only its last line unfinished.
 */
function* linesOf(fd: number, name: string): Generator<{ line: JournalLine; end: number }> {
  let pieces: Buffer[] = [];
  let end = 0;
  let number = 0;
  for (let position = 0; ; ) {
    const chunk = Buffer.alloc(CHUNK);
    const read = readSync(fd, chunk, 0, CHUNK, position);
    if (read === 0) return;
    position += read;
    let from = 0;
    for (let at = chunk.indexOf(NEWLINE); at >= 0 && at < read; at = chunk.indexOf(NEWLINE, from)) {
      const bytes = Buffer.concat([...pieces, chunk.subarray(from, at)]);
      const line = parse(bytes.toString('utf8'));
      number += 1;
      if (!line) throw noLine(name, number, end);
      end += bytes.length + 1;
      yield { line, end };
      pieces = [];
      from = at + 1;
    }
    pieces.push(chunk.subarray(from, read));
  }
}

function noLine(name: string, number: number, offset: number): JournalError {
  return new JournalError(
    `Line ${number} of ${name}, at byte ${offset}, is no line of a journal. If another program uses the file, choose another folder. If it was damaged, put back a copy, or keep what comes before: copy the file, then run "truncate -s ${offset} ${name}".`,
  );
}

function parse(text: string): JournalLine | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return Array.isArray(value) ? (value as JournalLine) : undefined;
  } catch {
    return undefined;
  }
}

/** Makes sure that the folder's entry lies on the disk, where the system can do so. */
function syncFolder(folder: string): void {
  const fd = openSync(folder, 'r');
  try {
    fsyncSync(fd);
  } catch {
    // Windows syncs no folder.
  } finally {
    closeSync(fd);
  }
}
