const PATIENCE_MS = 20_000;
const LOOK_EVERY_MS = 50;

/**
 * Looks until there is something to see: for what another process does in its own time. Throws after 20 s.
 */
export async function eventually<T>(what: string, look: () => Promise<T | undefined>): Promise<T> {
  const end = Date.now() + PATIENCE_MS;
  while (Date.now() < end) {
    const seen = await look();
    if (seen !== undefined) return seen;
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
  }
  throw new Error(`Not seen within ${PATIENCE_MS / 1000} s: ${what}.`);
}
