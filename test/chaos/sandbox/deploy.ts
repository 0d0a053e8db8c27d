import { createRequire } from 'node:module';
import { bundleAll } from './bundles';
import { Fleet } from './fleet';

/** What of a workflow is deployed into a world. */
export interface DeploymentPlan {
  /** Paths of the functions. */
  functions: readonly string[];
  /** File with the people's side of the library, bundled like a function. */
  people: string;
  /** File that renders the machine's definition. */
  machine: string;
  environment: Record<string, string>;
}

export interface Deployed<Machine> {
  functions: ReadonlyMap<string, Fleet>;
  people: Fleet;
  /** What the machine's file exports. */
  machine: Machine;
}

/**
 * Bundles the functions, the people and the machine.
 *
 * @param replaced sources that take the place of files, by absolute path: how a mutant is made
 */
export async function deployBundles<Machine>(
  plan: DeploymentPlan,
  replaced: ReadonlyMap<string, string>,
): Promise<Deployed<Machine>> {
  const { people, machine, environment } = plan;
  const bundles = await bundleAll(plan.functions, { people, machine }, replaced);
  const source = (path: string) => {
    const found = bundles.get(path);
    if (found === undefined) throw new Error(`There is no bundle of ${path}.`);
    return found;
  };
  const fleet = (path: string, timeoutMs: number) => new Fleet({ path, source: source(path), environment, timeoutMs });
  return {
    machine: evaluate(source('machine')) as Machine, // the bundle of a file whose type the caller gives
    functions: new Map(plan.functions.map((path) => [path, fleet(path, 30_000)])),
    people: fleet('people', 300_000),
  };
}

function evaluate(source: string): unknown {
  const module = { exports: {} };
  new Function('module', 'exports', 'require', source)(module, module.exports, createRequire(__filename));
  return module.exports;
}
