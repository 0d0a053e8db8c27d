import { environments } from '@blueprint/env';
import { App } from 'cdktf';
import { StorageStack } from './storage';
import { WorkflowsStack } from './workflows';

export interface SynthesisOptions {
  /** Folder to write to. Default: what `cdktf` says, otherwise `cdktf.out`. */
  readonly outdir?: string;
  /** Folder of the function bundles. Default: `.build/lambdas`. */
  readonly bundles?: string;
}

/**
 * Writes the stacks of every environment, `<env>-storage` and `<env>-workflows`: the artifact that is promoted from one
 * environment to the next. Nothing in it depends on the machine it is made on.
 *
 * @throws Error for a wrong environment, a broken workflow, a setting out of AWS's bounds or a missing bundle
 */
export function synthesize({ outdir, bundles = '.build/lambdas' }: SynthesisOptions = {}): void {
  const app = new App({ ...(outdir && { outdir }) });
  for (const env of environments) {
    const storage = new StorageStack(app, env);
    new WorkflowsStack(app, env, bundles).addDependency(storage);
  }
  app.synth();
}
