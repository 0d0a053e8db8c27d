/** `2025-01-31 09:05 UTC`: a mail and a page do not know where they are read. */
export function readableTime(iso: string): string {
  return `${iso.slice(0, 10)} ${iso.slice(11, 16)} UTC`;
}
