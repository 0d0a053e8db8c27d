import { parseArgs } from 'node:util';
import { withUsage } from '../command-line';

/** The sections that no single workflow brings, in the order in which they run: the long ones last. */
export const ownSections = ['synth', 'bundles', 'commands', 'engine', 'map-run', 'start'] as const;

export type OwnSection = (typeof ownSections)[number];

export function isOwnSection(name: string): name is OwnSection {
  return ownSections.some((own) => own === name);
}

/** What the bench was asked for. */
export interface BenchOptions {
  /** Those of the project, or workflows. */
  readonly sections: readonly string[];
  /** Rows of the file that is imported or mapped over; undefined leaves them to the section. */
  readonly rows: number | undefined;
}

/** What map-run reads unless it is told otherwise. */
export const DEFAULT_ROWS = 1_000_000;
const MOST_ROWS = 10_000_000;

/** @param workflows those that bring a section of their own */
export function usage(workflows: readonly string[]): string {
  return `npm run bench -- [section …] [--rows <n>]

  sections:   ${[...ownSections, ...workflows].join(' ')} (default: all)
  --rows <n>  rows of the file that a section reads (map-run: ${DEFAULT_ROWS} unless told otherwise); say which section

Prints tables, writes .local/bench.json, and exits non-zero when a gate is missed.`;
}

/**
 * What the command line asks for, the sections in the order in which they run, workflows last; undefined when it asks for help.
 *
 * @param workflows those that bring a section of their own
 * @throws Error with the usage when it names no section, or the rows are no number
 */
export function parseBenchOptions(argv: readonly string[], workflows: readonly string[]): BenchOptions | undefined {
  const sections = [...ownSections, ...workflows];
  return withUsage(usage(workflows), () => {
    const { values, positionals: named } = parse(argv);
    if (values.help) return undefined;
    const unknown = named.filter((name) => !sections.includes(name));
    if (unknown.length > 0) throw new Error(`There is no section ${unknown.map((name) => `"${name}"`).join(', ')}.`);
    const { rows } = values;
    const count = rows === undefined ? undefined : Number(rows);
    if (count !== undefined && (!Number.isInteger(count) || count < 1 || count > MOST_ROWS))
      throw new Error(`--rows takes a whole number from 1 to ${MOST_ROWS}, not "${rows}".`);
    if (count !== undefined && named.length === 0)
      throw new Error(`--rows ${rows}: say of which section, such as "map-run --rows ${rows}".`);
    return { sections: sections.filter((name) => named.length === 0 || named.includes(name)), rows: count };
  });
}

function parse(argv: readonly string[]) {
  return parseArgs({
    args: [...argv],
    allowPositionals: true,
    options: { help: { type: 'boolean', short: 'h', default: false }, rows: { type: 'string' } },
  });
}
