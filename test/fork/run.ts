import { parseArgs } from 'node:util';
import { environments } from '@blueprint/env';
import { runScript } from '@blueprint/scripts/command-line';
import type { ProjectCopy } from '../workflows/project-copy';
import { FORKS } from './forks';
import { lookAtLater } from './later';
import { lookAt } from './look';
import { cloned } from './steps';

const usage = `npm run test:fork -- [--quick] [--fork <name>]

  --quick        types, lint, documents, synthesis, what is left of the old names, and the tests that read the project's own files;
                 without it all tests of each fork run as well
  --fork <name>  one of ${Object.keys(FORKS).join(', ')}, or later: how a fork takes a later release; default: all
  --keep         leaves the copies, and says where they are`;

const { values } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    fork: { type: 'string' },
    keep: { type: 'boolean', default: false },
    help: { type: 'boolean', short: 'h', default: false },
  },
});

/** Makes each fork in a copy of the project; exit code 1 when something of one is not as it should be. */
async function main(): Promise<number> {
  const [local, first, ...others] = environments;
  if (local === undefined || first === undefined) throw new Error('There are no environments.');
  const before = { app: first.app, region: first.region, accounts: [first, ...others].map(({ account }) => account) };
  const looks: Record<string, (copy: ProjectCopy) => Promise<readonly string[]>> = {
    ...Object.fromEntries(
      Object.entries(FORKS).map(([name, fork]) => [
        name,
        (copy: ProjectCopy) => lookAt(copy, fork, before, values.quick),
      ]),
    ),
    later: (copy) => lookAtLater(copy, FORKS.everything, { ...before, removed: [] }),
  };
  const named = Object.entries(looks).filter(([name]) => values.fork === undefined || values.fork === name);
  if (named.length === 0) throw new Error(`There is no fork "${values.fork}".\n\n${usage}`);
  const problems: string[] = [];
  for (const [, look] of named) {
    const copy = cloned();
    try {
      problems.push(...(await look(copy)));
    } finally {
      if (values.keep) console.log(`  kept in ${copy.root}`);
      else copy.remove();
    }
  }
  for (const problem of problems) console.error(problem);
  console.log(
    problems.length === 0
      ? `\n${named.map(([name]) => name).join(', ')}: all well.`
      : `\n${problems.length} steps failed.`,
  );
  return Math.min(problems.length, 1);
}

runScript(() => (values.help ? console.log(usage) : main()));
