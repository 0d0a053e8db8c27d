import type { FunctionPath } from '@blueprint/lambdas';
import type { Construct } from 'constructs';
import type { FunctionArn } from './lambda-task';
import { NodeFunction, type NodeFunctionProps } from './node-function';

/** What one function has of its own. */
export type FunctionSettings = Pick<NodeFunctionProps, 'environment' | 'grants' | 'memoryMb' | 'timeoutSeconds'>;

/** Makes the functions that are the states of a workflow, and tells a definition where they are. */
export class StateFunctions<Path extends FunctionPath> {
  readonly all: readonly NodeFunction[];
  readonly arn: FunctionArn;

  /**
   * @param common what the functions of a workflow have in common
   * @param settings what each has of its own, by its path
   * @param file where the settings are written, for the error about one that is missing
   */
  constructor(
    scope: Construct,
    common: Pick<NodeFunctionProps, 'bundles' | 'codeBucket' | 'keyArn'>,
    settings: Readonly<Record<Path, FunctionSettings>>,
    file: string,
  ) {
    const functions = new Map<FunctionPath, NodeFunction>();
    // An object literal that the compiler has checked against Record<Path, …> has no other keys.
    for (const [path, own] of Object.entries(settings) as [Path, FunctionSettings][]) {
      const id = path.slice(path.indexOf('/') + 1);
      functions.set(path, new NodeFunction(scope, id, { path, ...common, ...own }));
    }
    this.all = [...functions.values()];
    this.arn = (path) => {
      const found = functions.get(path);
      if (!found) throw new Error(`${scope.node.path}: no state has the function "${path}". Add it to ${file}.`);
      return found.arn;
    };
  }
}
