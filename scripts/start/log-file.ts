import { createWriteStream, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Logger } from '@blueprint/local';

/** What the local AWS has to say goes to a file, so that progress bars stay whole. */
export function logFile(file: string): Logger {
  mkdirSync(dirname(file), { recursive: true });
  const stream = createWriteStream(file);
  const line = (level: string) => (message: string) => {
    stream.write(`${new Date().toISOString()} ${level} ${message}\n`);
  };
  return { info: line('info'), warn: line('warn'), error: line('error') };
}
