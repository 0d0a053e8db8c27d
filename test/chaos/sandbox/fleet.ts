import { Bundle } from './bundle';
import { Instance } from './instance';
import type { Invocation, Outcome } from './invocation';

/** A bundled function and the environment it is deployed with. */
export interface DeployedFunction {
  /** e.g. `command/check-version` */
  path: string;
  source: string;
  environment: Record<string, string>;
  timeoutMs: number;
}

type Export = (...args: unknown[]) => Promise<unknown>;

/**
 * The instances of one function. They outlive a schedule, since a cold start costs as much as thirty invocations; one whose
 * invocation was killed serves nobody until the next schedule, when nothing of the old one is left to be heard.
 */
export class Fleet {
  /** Compiled when it is first called: a mutant is often found before every function was. */
  private bundle: Bundle | undefined;
  private readonly all: Instance[] = [];
  private idle: Instance[] = [];

  constructor(readonly deployed: DeployedFunction) {}

  /** Every instance is at hand again. */
  reset(): void {
    for (const instance of this.all) instance.serving = undefined;
    this.idle = [...this.all];
  }

  /** Calls an export of the bundle in an instance of its own. */
  async run(invocation: Invocation, call: (exports: Record<string, unknown>) => unknown): Promise<Outcome> {
    const instance = this.acquire(invocation);
    const outcome = await invocation.run(async () => call(instance.exports));
    if (outcome === 'killed') return outcome;
    instance.serving = undefined;
    this.idle.push(instance);
    return outcome;
  }

  private acquire(invocation: Invocation): Instance {
    const warm = this.idle.pop();
    if (warm) {
      warm.serving = invocation;
      return warm;
    }
    this.bundle ??= new Bundle(this.deployed.path, this.deployed.source);
    const cold = new Instance(this.bundle, { ...lambdaEnvironment, ...this.deployed.environment }, invocation);
    this.all.push(cold);
    return cold;
  }
}

/** The function that a bundle exports as `name`. */
export function exported(exports: Record<string, unknown>, name: string): Export {
  const value = exports[name];
  if (typeof value !== 'function') throw new Error(`The bundle exports no function ${name}.`);
  return value as Export;
}

/** What Lambda itself sets; X-Ray stays off, since it has no part in the protocol. */
const lambdaEnvironment = {
  AWS_REGION: 'ap-northeast-1',
  AWS_ACCESS_KEY_ID: 'local',
  AWS_SECRET_ACCESS_KEY: 'local',
  POWERTOOLS_TRACE_ENABLED: 'false',
};
