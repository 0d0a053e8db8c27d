import type { FunctionPath } from '@blueprint/lambdas';
import type { Construct } from 'constructs';
import { type FunctionSettings, StateFunctions } from '../constructs/state-functions';
import type { WorkflowProps } from '../workflows';

type StatePath = Extract<FunctionPath, `my-custom/${string}`>;

/** What each handler reads from its environment, and what it may do besides writing its logs and traces. */
const settings: Readonly<Record<StatePath, FunctionSettings>> = {
  'my-custom/initialize': { environment: {}, grants: [] },
  'my-custom/process': { environment: {}, grants: [] },
  'my-custom/finalize': { environment: {}, grants: [] },
};

/** The functions that are the states of the my-custom machine. */
export function stateFunctions(scope: Construct, { storage, bundles }: WorkflowProps): StateFunctions<StatePath> {
  const common = { bundles, codeBucket: storage.assets.name, keyArn: storage.keyArn };
  return new StateFunctions(scope, common, settings, 'stacks/my-custom/functions.ts');
}
