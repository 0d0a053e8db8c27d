import { spawnSync } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import type { Logger } from '../logger';

/**
 * Ends the MiniStack of an earlier run that was killed before it could clean up. The process id in the file may belong to
 * another program by now, so its command line is looked at first.
 */
export function endLeftover(pidFile: string, logger: Logger): void {
  let pid: number;
  try {
    pid = Number(readFileSync(pidFile, 'utf8'));
  } catch {
    return;
  }
  const command = spawnSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' }).stdout ?? '';
  if (Number.isInteger(pid) && pid > 1 && command.includes('ministack')) {
    logger.warn(`A MiniStack of an earlier run (process ${pid}) was still there and is ended.`);
    process.kill(pid, 'SIGKILL');
  }
  rmSync(pidFile, { force: true });
}
