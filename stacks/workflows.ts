import type { Environment } from '@blueprint/env';
import type { App } from 'cdktf';
import type { Construct } from 'constructs';
import { EnvironmentStack } from './constructs/environment-stack';
import { NodeFunction } from './constructs/node-function';
import { readStorage, type Storage } from './storage-outputs';
import * as workflowList from './workflow-list';

/** What a workflow is built from. */
export interface WorkflowProps {
  readonly storage: Storage;
  /** Folder of the function bundles. */
  readonly bundles: string;
}

/** A workflow: a construct that holds its state machine, functions and triggers. */
type Workflow = new (scope: Construct, props: WorkflowProps) => Construct;

const workflows: readonly Workflow[] = Object.values(workflowList);

/** What can be rebuilt at any time: state machines, functions, triggers, alarms. */
export class WorkflowsStack extends EnvironmentStack {
  /** @param readModels names of those that have a table in the storage stack */
  constructor(app: App, env: Environment, bundles: string, readModels: readonly string[]) {
    super(app, env, 'workflows');
    const storage = readStorage(this, env, readModels);
    for (const WorkflowConstruct of workflows) new WorkflowConstruct(this, { storage, bundles });
    this.checkReservations();
  }

  /** A reservation for a function that is not there is a misspelt or forgotten one. */
  private checkReservations(): void {
    const paths = this.node.findAll().flatMap((part) => (part instanceof NodeFunction ? [String(part.path)] : []));
    for (const path of Object.keys(this.env.concurrency.reserved)) {
      if (!paths.includes(path)) {
        throw new Error(
          `env/${this.env.name}.ts: concurrency.reserved names "${path}", but no workflow has that function. ` +
            `There are: ${paths.sort().join(', ')}.`,
        );
      }
    }
  }
}
