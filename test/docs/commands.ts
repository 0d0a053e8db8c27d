import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const root = resolve(__dirname, '..', '..');

/** A command as a page tells a reader to type it. */
export interface Documented {
  /** `docs/promotion.md` */
  readonly page: string;
  readonly command: string;
}

/** The commands in the shell blocks of the pages in `docs/`, in their order. */
export function documentedCommands(folder = join(root, 'docs')): Documented[] {
  const pages = readdirSync(folder).filter((file) => file.endsWith('.md'));
  return pages.sort().flatMap((file) => {
    const text = readFileSync(join(folder, file), 'utf8');
    return [...text.matchAll(/^ *```sh\n([\s\S]*?)^ *```$/gm)].flatMap(([, block = '']) =>
      block
        .split('\n')
        .map((line) => line.replace(/\s+#.*$/, '').trim())
        .filter((line) => line !== '' && !line.startsWith('#'))
        .map((command) => ({ page: `docs/${file}`, command })),
    );
  });
}
