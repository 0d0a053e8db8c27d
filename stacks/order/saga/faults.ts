import { AsyncLocalStorage } from 'node:async_hooks';

/**
 * What goes wrong at one AWS call:
 *
 * - `before`: it fails, and nothing was done;
 * - `after`: it was done, and the answer is lost;
 * - `late`: everybody gives up the function, or the Task, that made it; it goes on all the same, some calls later;
 * - `outage`: it fails, and so does every call after it, until the outage ends;
 * - `stop`: somebody stops the executions in this moment;
 * - `abandon`: somebody stops them, and the call goes on all the same, some calls later, while their orders are being undone.
 */
export const FAULT_KINDS = ['before', 'after', 'late', 'outage', 'stop', 'abandon'] as const;
export type FaultKind = (typeof FAULT_KINDS)[number];

export interface Fault {
  /** Which call, counted from 0 over the whole run. */
  readonly at: number;
  readonly kind: FaultKind;
  /** How many calls later a late one goes on; where there are not so many, it does after all others. */
  readonly lateness?: number;
}

/** An invocation that everybody may give up while it goes on. */
class Invocation {
  readonly givenUp: Promise<never>;
  giveUp: () => void = () => undefined;

  constructor() {
    this.givenUp = new Promise((_, reject) => {
      this.giveUp = () => reject(failure('Sandbox.Timedout'));
    });
    // Of most invocations nobody hears that they were not given up.
    this.givenUp.catch(() => undefined);
  }
}

/** Which invocation a call belongs to. */
const invocations = new AsyncLocalStorage<Invocation>();

/** Stands between the handlers and AWS, counts the calls, and breaks those that a plan names. */
export class Boundary {
  calls = 0;
  /** What each call was, for whoever reads a counterexample. */
  readonly log: string[] = [];
  private outage = false;
  private late: { readonly until: number; go(): void }[] = [];

  constructor(
    private readonly faults: readonly Fault[],
    private readonly stop: () => void,
  ) {}

  /** Runs what a Task or Lambda runs, until it ends or is given up. */
  invoke<T>(work: () => Promise<T>): Promise<T> {
    const invocation = new Invocation();
    return Promise.race([invocations.run(invocation, work), invocation.givenUp]);
  }

  /** @returns the number of the call, for {@link after} */
  async before(what: string): Promise<number> {
    const call = this.calls++;
    const faults = this.faults.filter(({ at }) => at === call);
    const kinds = faults.map(({ kind }) => kind);
    const [lateness = 6] = faults.flatMap((fault) => fault.lateness ?? []);
    this.log.push([call, what, ...kinds].join(' '));
    this.letGo((one) => one.until <= call);
    if (kinds.includes('outage')) this.outage = true;
    if (kinds.includes('stop') || kinds.includes('abandon')) this.stop();
    if (this.outage || kinds.includes('before')) throw failure('InternalServerError');
    if (kinds.includes('late') || kinds.includes('abandon')) {
      invocations.getStore()?.giveUp();
      await new Promise<void>((go) => this.late.push({ until: call + lateness, go }));
    }
    return call;
  }

  after(call: number): void {
    if (this.faults.some(({ at, kind }) => at === call && kind === 'after')) throw failure('InternalServerError');
  }

  endOutage(): void {
    this.outage = false;
  }

  /** Whether a call is still held back. */
  get holds(): boolean {
    return this.late.length > 0;
  }

  letAllGo(): void {
    this.letGo(() => true);
  }

  private letGo(which: (one: { readonly until: number }) => boolean): void {
    const going = this.late.filter(which);
    this.late = this.late.filter((one) => !which(one));
    for (const one of going) one.go();
  }
}

function failure(name: string): Error {
  return Object.assign(new Error('played by the test'), { name });
}
