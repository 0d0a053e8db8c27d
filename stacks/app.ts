import { type Environment, environments } from '@blueprint/env';
import { readModels as declared } from '@blueprint/lambdas';
import { App } from 'cdktf';
import { DeliveryStack } from './delivery';
import { StorageStack } from './storage';
import { ownStorage, WorkflowsStack } from './workflows';

export interface SynthesisOptions {
  /** Folder to write to. Default: what `cdktf` says, otherwise `cdktf.out`. */
  readonly outdir?: string;
  /** Folder of the function bundles. Default: `.build/lambdas`. */
  readonly bundles?: string;
  /** Names of the read models. Default: every one there is. */
  readonly readModels?: readonly string[];
  /** Default: every one there is. */
  readonly environments?: readonly Environment[];
}

/**
 * Writes the stacks of each environment: `<env>-storage` and `<env>-workflows`, the artifact that is promoted from one
 * environment to the next, and `<env>-delivery`, which delivers them. Nothing in it depends on the machine it is made on.
 *
 * @throws Error for a wrong environment, a broken workflow, a setting out of AWS's bounds or a missing bundle
 */
export function synthesize(options: SynthesisOptions = {}): void {
  const { outdir, bundles = '.build/lambdas', readModels = Object.keys(declared) } = options;
  const app = new App({ ...(outdir && { outdir }) });
  for (const env of options.environments ?? environments) {
    const storage = new StorageStack(app, env, readModels, ownStorage);
    new WorkflowsStack(app, env, bundles, readModels).addDependency(storage);
    if (env.delivery) new DeliveryStack(app, env, env.delivery);
  }
  app.synth();
}
