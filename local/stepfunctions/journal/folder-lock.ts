import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { JournalError } from './journal';

/** Keeps a folder for one process: two that wrote the same journal would spoil it. */
export class FolderLock {
  private constructor(private readonly file: string) {}

  /** @throws JournalError when another process that is alive has it. */
  static take(folder: string): FolderLock {
    const file = join(folder, 'lock');
    try {
      writeFileSync(file, String(process.pid), { flag: 'wx' });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
      const owner = Number(readFileSync(file, 'utf8'));
      if (owner !== process.pid && isAlive(owner)) {
        throw new JournalError(
          `The folder ${folder} is used by the process ${owner}. End that, or choose another folder. If it is no Step Functions, delete ${file}.`,
        );
      }
      // Its owner was ended before it could release it.
      writeFileSync(file, String(process.pid));
    }
    return new FolderLock(file);
  }

  release(): void {
    rmSync(this.file, { force: true });
  }
}

function isAlive(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
    return !isZombie(pid);
  } catch (error) {
    // The process of another user may not be signalled, and is there.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** Whether a process has ended but for its parent taking notice: it can still be signalled, and does nothing more. */
function isZombie(pid: number): boolean {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name before the state may hold anything, parentheses too.
    return stat.slice(stat.lastIndexOf(')')).startsWith(') Z');
  } catch {
    // Only Linux tells.
    return false;
  }
}
