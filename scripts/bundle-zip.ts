import { zipSync } from 'fflate';

/**
 * A zip of one file that depends on nothing but its name and content: the time is fixed, as the hours of the zone that the
 * machine is in, since that is how zip stores it.
 */
export function zipOf(name: string, content: Uint8Array): Uint8Array {
  return zipSync({ [name]: [content, { level: 9, mtime: new Date(1980, 0, 1), os: 3, attrs: 0o644 << 16 }] });
}
