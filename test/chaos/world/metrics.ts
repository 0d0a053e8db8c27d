import { must } from '../invariants/violation';

/** Reads what functions print: metrics in CloudWatch's embedded format, and logs, which may hold no task token. */
export class Metrics {
  private readonly tokens = new Set<string>();
  private readonly values = new Map<string, number>();
  private readonly lines: string[] = [];

  read(line: string): void {
    if (!line.includes('"_aws"')) {
      this.lines.push(line);
      return;
    }
    for (const [name, value] of Object.entries(JSON.parse(line) as Record<string, unknown>)) {
      const newest = Array.isArray(value) ? value.at(-1) : value;
      if (typeof newest === 'number') this.values.set(name, newest);
    }
  }

  /** The newest value of a metric. */
  value(name: string): number | undefined {
    return this.values.get(name);
  }

  /** A token that no log line may hold. */
  remember(token: string | undefined): void {
    if (token !== undefined) this.tokens.add(token);
  }

  mustHoldNoToken(): void {
    const printed = this.lines.join('\n');
    for (const token of this.tokens) must(!printed.includes(token), () => 'a task token was printed to the logs');
  }
}
