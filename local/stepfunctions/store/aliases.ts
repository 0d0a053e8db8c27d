/** A name for one or two versions of a state machine. */
export interface Alias {
  /** `<state machine>:<name>`. */
  arn: string;
  name: string;
  /** Of the state machine whose versions it stands for. */
  stateMachineArn: string;
  description?: string;
  routes: Route[];
  /** Milliseconds since the epoch. */
  createdAt: number;
  /** Milliseconds since the epoch; the creation until the first update. */
  updatedAt: number;
}

/** A share of the executions that are started by an alias. */
export interface Route {
  versionArn: string;
  /** Percent. */
  weight: number;
}

/** The aliases of all state machines of the account. */
export class Aliases {
  private readonly aliases = new Map<string, Alias>();

  find(arn: string): Alias | undefined {
    return this.aliases.get(arn);
  }

  put(alias: Alias): void {
    this.aliases.set(alias.arn, alias);
  }

  delete(arn: string): void {
    this.aliases.delete(arn);
  }

  all(): Alias[] {
    return [...this.aliases.values()];
  }

  /** Those of one state machine, by name. */
  of(stateMachineArn: string): Alias[] {
    return [...this.aliases.values()]
      .filter((alias) => alias.stateMachineArn === stateMachineArn)
      .sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  /** Those that lead to a version, by name. @param stateMachineArn of the version's state machine. */
  leadingTo(versionArn: string, stateMachineArn: string): Alias[] {
    return this.of(stateMachineArn).filter(({ routes }) => routes.some((route) => route.versionArn === versionArn));
  }

  deleteOf(stateMachineArn: string): void {
    for (const { arn } of this.of(stateMachineArn)) this.aliases.delete(arn);
  }
}

/** The version that the next execution runs. @param chance 0 ≤ n < 1. */
export function routed({ routes }: Alias, chance: number): string {
  let left = chance * 100;
  for (const { versionArn, weight } of routes) {
    left -= weight;
    if (left < 0) return versionArn;
  }
  throw new Error('The weights of an alias sum up to 100');
}
