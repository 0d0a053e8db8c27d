import { zipSync } from 'fflate';

/**
 * A zip that depends on nothing but the names and contents of its files: they stand in the order of their names, and the time is
 * fixed, as the hours of the zone that the machine is in, since that is how zip stores it.
 */
export function zipOf(files: Readonly<Record<string, Uint8Array>>): Uint8Array {
  const entries = Object.entries(files).sort(([a], [b]) => (a < b ? -1 : 1));
  const settings = { level: 9, mtime: new Date(1980, 0, 1), os: 3, attrs: 0o644 << 16 } as const;
  return zipSync(Object.fromEntries(entries.map(([name, content]) => [name, [content, settings]])));
}
