import { parseArgs } from 'node:util';

/** The sections in the order in which they run: the long ones last. */
export const sectionNames = ['synth', 'bundles', 'commands', 'engine', 'start'] as const;

export type SectionName = (typeof sectionNames)[number];

export const usage = `npm run bench -- [section …]

  sections: ${sectionNames.join(' ')} (default: all)

Prints tables, writes .local/bench.json, and exits non-zero when a gate is missed.`;

/**
 * The sections that the command line asks for, in the order in which they run; undefined when it asks for help.
 *
 * @throws Error with the usage when it names no section
 */
export function parseSections(argv: readonly string[]): readonly SectionName[] | undefined {
  let asked: ReturnType<typeof parse>;
  try {
    asked = parse(argv);
  } catch (error) {
    throw new Error(`${error instanceof Error ? error.message : error}\n\n${usage}`);
  }
  if (asked.values.help) return undefined;
  const unknown = asked.positionals.filter((name) => !sectionNames.some((known) => known === name));
  if (unknown.length > 0)
    throw new Error(`There is no section ${unknown.map((name) => `"${name}"`).join(', ')}.\n\n${usage}`);
  return sectionNames.filter((name) => asked.positionals.length === 0 || asked.positionals.includes(name));
}

function parse(argv: readonly string[]) {
  return parseArgs({
    args: [...argv],
    allowPositionals: true,
    options: { help: { type: 'boolean', short: 'h', default: false } },
  });
}
