import { environment } from '@blueprint/env';
import { App } from 'cdktf';
import { EnvironmentStack } from '../constructs/environment-stack';
import { NodeFunction, type NodeFunctionProps } from '../constructs/node-function';
import { standInBundles } from './bundles';
import { scratchFolder } from './scratch-folder';

/** An empty stack to try constructs in; it is never written. */
export function scratchStack(): EnvironmentStack {
  const outdir = scratchFolder();
  return new EnvironmentStack(new App({ outdir }), environment('dev'), 'scratch');
}

/** A function in it, with settings of one's own. */
export function scratchFunction(stack: EnvironmentStack, settings: Partial<NodeFunctionProps> = {}): NodeFunction {
  return new NodeFunction(stack, 'function', {
    path: 'command/finish',
    bundles: standInBundles(),
    codeBucket: 'code',
    environment: {},
    grants: [],
    ...settings,
  });
}
