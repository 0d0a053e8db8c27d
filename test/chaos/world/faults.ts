/** What can befall one AWS call; "before" and "after" are told from the call's effect. */
export const callFaults = [
  'throttled',
  'unprocessed',
  'error-before',
  'error-after',
  'reset-before',
  'reset-after',
  'request-lost',
  'response-lost',
  'killed-before',
  'killed-after',
  'killed-and-landing-late',
  'slow',
  'very-slow',
] as const;

/** Besides, what befalls a transaction alone. */
export type CallFault = (typeof callFaults)[number] | 'conflicted';

/** What can befall one invocation of a function by Step Functions, by an event source or by a schedule. */
export const invocationFaults = [
  'throttled',
  'unavailable',
  'crashed-at-start',
  'result-lost',
  'invoked-twice',
  'slow-start',
] as const;

export type InvocationFault = (typeof invocationFaults)[number];

/** What can befall one delivery: of a batch of stream records, of a queue's message, or of an event on its way to `settle`. */
export const deliveryFaults = ['repeated', 'repeated-later', 'late', 'very-late', 'lost'] as const;

export type DeliveryFault = (typeof deliveryFaults)[number];

export type DeliverySource = 'records' | 'event' | 'message';

/** A fault strikes the `nth` call of an operation, invocation of a function or delivery of a kind, counted from 0, and the next. */
export type Fault = { nth: number; times: number } & (
  | { at: 'call'; operation: string; kind: CallFault }
  | { at: 'invocation'; path: string; kind: InvocationFault }
  | { at: 'delivery'; of: DeliverySource; kind: DeliveryFault }
);

/** Deals out the faults of a schedule as their turn comes, and counts what struck. */
export class Faults {
  private readonly planned = new Map<string, Fault['kind']>();
  private readonly turns = new Map<string, number>();
  readonly struck = new Map<string, number>();
  private isOver = false;

  constructor(faults: readonly Fault[]) {
    for (const fault of faults) {
      for (let turn = fault.nth; turn < fault.nth + fault.times; turn++) {
        this.planned.set(`${siteOf(fault)} ${turn}`, fault.kind);
      }
    }
  }

  /** No fault strikes any more. */
  stop(): void {
    this.isOver = true;
  }

  /** A fault may be meant for an operation, whoever calls it, or for one function's calls of it. */
  call(caller: string, operation: string): CallFault | undefined {
    const [own, anyone] = [this.turn(`call ${caller} ${operation}`), this.turn(`call ${operation}`)];
    return (own ?? anyone) as CallFault | undefined;
  }

  invocation(path: string): InvocationFault | undefined {
    return this.turn(`invocation ${path}`) as InvocationFault | undefined;
  }

  delivery(of: DeliverySource): DeliveryFault | undefined {
    return this.turn(`delivery ${of}`) as DeliveryFault | undefined;
  }

  private turn(site: string): Fault['kind'] | undefined {
    const turn = this.turns.get(site) ?? 0;
    this.turns.set(site, turn + 1);
    const kind = this.isOver ? undefined : this.planned.get(`${site} ${turn}`);
    if (kind) {
      const name = `${site.split(' ')[0]} ${kind}`;
      this.struck.set(name, (this.struck.get(name) ?? 0) + 1);
    }
    return kind;
  }
}

function siteOf(fault: Fault): string {
  if (fault.at === 'call') return `call ${fault.operation}`;
  return fault.at === 'invocation' ? `invocation ${fault.path}` : `delivery ${fault.of}`;
}
