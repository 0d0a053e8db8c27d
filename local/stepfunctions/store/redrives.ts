/** A redrive that a client asked for with a token of its own. */
export interface Redrive {
  clientToken: string;
  /** Milliseconds since the epoch. */
  redrivenAt: number;
}

/** How many tokens of an execution are known, and how long. @see https://docs.aws.amazon.com/step-functions/latest/apireference/API_RedriveExecution.html */
const MOST_TOKENS = 10;
const TOKEN_MS = 15 * 60 * 1000;

/** The latest redrives with a token, by execution: asked for again, they are answered again. */
export class Redrives {
  private readonly redrives = new Map<string, readonly Redrive[]>();
  private readonly underWay = new Map<string, Promise<number>>();

  /** @param now milliseconds since the epoch. */
  constructor(private readonly now: () => number) {}

  /** When the execution was redriven for this token: what `redrive` resolves to, which is called unless that is known. */
  async once(executionArn: string, clientToken: string, redrive: () => Promise<number>): Promise<number> {
    const known = this.of(executionArn).find((each) => each.clientToken === clientToken);
    if (known) return known.redrivenAt;
    const key = `${executionArn} ${clientToken}`;
    const underWay = this.underWay.get(key);
    if (underWay) return underWay;
    const redriving = redrive();
    this.underWay.set(key, redriving);
    try {
      const redrivenAt = await redriving;
      this.put(executionArn, [...this.of(executionArn), { clientToken, redrivenAt }].slice(-MOST_TOKENS));
      return redrivenAt;
    } finally {
      this.underWay.delete(key);
    }
  }

  put(executionArn: string, redrives: readonly Redrive[]): void {
    this.redrives.set(executionArn, redrives);
  }

  /** Of an execution that is forgotten. */
  delete(executionArn: string): void {
    this.redrives.delete(executionArn);
  }

  /** All that are known still. */
  all(): [executionArn: string, redrives: readonly Redrive[]][] {
    for (const executionArn of this.redrives.keys()) {
      const known = this.of(executionArn);
      if (known.length === 0) this.delete(executionArn);
      else if (known.length !== this.redrives.get(executionArn)?.length) this.put(executionArn, known);
    }
    return [...this.redrives];
  }

  private of(executionArn: string): readonly Redrive[] {
    return (this.redrives.get(executionArn) ?? []).filter(({ redrivenAt }) => this.now() < redrivenAt + TOKEN_MS);
  }
}
