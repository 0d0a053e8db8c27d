import type { FakeDynamoDB } from '@blueprint/lambdas/fakes/dynamodb';

/** What the rows of one order, or of one payment, have been, one after another. */
type Past = Map<string, { readonly status: string; readonly version: number }[]>;

/** Looks at the rows after each call, so that what came and went between is seen too. */
export class History {
  readonly orders: Past = new Map();
  readonly payments: Past = new Map();
  /** The least stock that each article ever had. */
  readonly leastStock = new Map<string, number>();

  constructor(private readonly db: FakeDynamoDB) {}

  look(): void {
    this.add(this.orders, 'orders');
    this.add(this.payments, 'payments');
    for (const { sk, stock } of this.db.rows('inventory')) {
      if (typeof stock !== 'number') continue;
      this.leastStock.set(String(sk), Math.min(stock, this.leastStock.get(String(sk)) ?? stock));
    }
  }

  private add(past: Past, table: string): void {
    for (const { sk, status, version = 0 } of this.db.rows(table)) {
      const id = String(sk).replace(/^\w+#/, '');
      const all = past.get(id) ?? [];
      past.set(id, all);
      const now = { status: String(status), version: Number(version) };
      const last = all.at(-1);
      if (last?.status !== now.status || last.version !== now.version) all.push(now);
    }
  }
}
