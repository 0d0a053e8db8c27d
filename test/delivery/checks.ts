/** What a run has looked at, told as it goes. */
export class Checks {
  passed = 0;
  failed = 0;

  /** Runs one check; one that fails is told, and the next ones run. */
  async check(what: string, look: () => Promise<void>): Promise<void> {
    const began = Date.now();
    try {
      await look();
      this.passed += 1;
      console.log(`  ✓ ${what} (${((Date.now() - began) / 1000).toFixed(1)} s)`);
    } catch (error) {
      this.failed += 1;
      console.error(`  ✗ ${what}\n${error instanceof Error ? error.message : error}`);
    }
  }
}

/** @throws Error that shows both when they differ */
export function same(what: string, found: unknown, expected: unknown): void {
  const [a, b] = [found, expected].map((value) => JSON.stringify(value));
  if (a !== b) throw new Error(`${what} is ${a}, not ${b}.`);
}

/** @throws Error that shows the text when it says something else */
export function says(text: string, expected: string): void {
  if (!text.includes(expected)) throw new Error(`It does not say "${expected}", but:\n${text.trim().slice(-1500)}`);
}
