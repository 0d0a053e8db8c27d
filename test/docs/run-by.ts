import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const root = resolve(__dirname, '..', '..');
const ci = readFileSync(join(root, '.ci', 'run'), 'utf8');

/** Run by `npm run test:docs` in the project itself: they change nothing in it. */
export const HERE = ['npm run -s token -- --tenant acme', 'npm test -- env', 'npm run check'];

/** Run by `npm run test:docs` in a copy of the project, in this order. */
export const IN_A_COPY = [
  'npm run new -- workflow invoice-check --dry-run',
  'npm run new -- workflow invoice-check',
  'npx jest invoice-check',
  'npm run diagrams',
];

/**
 * Pages whose commands a test of their own runs. That of delivery compares what it ran with the pages; that of forks takes the same
 * steps in copies, and is run by the original alone: a fork is not forked again.
 */
export const PAGES: Readonly<Record<string, string>> = {
  'docs/environments.md': 'npm run test:delivery',
  'docs/forking.md': 'npm run test:fork',
  'docs/promotion.md': 'npm run test:delivery',
};

/** What runs a command; undefined when nothing does. */
export function runBy({ page, command }: { readonly page: string; readonly command: string }): string | undefined {
  if (PAGES[page]) return PAGES[page];
  if (HERE.includes(command) || IN_A_COPY.includes(command)) return 'npm run test:docs';
  return ci.includes(` ${command}\n`) ? '.ci/run' : undefined;
}
