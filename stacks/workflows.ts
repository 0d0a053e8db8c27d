import type { Environment } from '@blueprint/env';
import type { App } from 'cdktf';
import type { Construct } from 'constructs';
import { Api } from './api';
import { EnvironmentStack } from './constructs/environment-stack';
import type { HttpApi } from './constructs/http-api';
import { NodeFunction } from './constructs/node-function';
import { allStorage, type OwnStorage } from './own-storage';
import { readStorage, type Storage } from './storage-outputs';
import * as workflowList from './workflow-list';

/** What a workflow is built from. */
export interface WorkflowProps {
  readonly storage: Storage;
  /** Folder of the function bundles. */
  readonly bundles: string;
  /** Takes the workflow's routes. */
  readonly api: HttpApi;
}

/** A workflow: a construct that holds its state machine, functions and triggers. */
interface Workflow {
  new (scope: Construct, props: WorkflowProps): Construct;
  /** What it keeps in tables and buckets of its own. */
  readonly storage?: OwnStorage;
}

const workflows: readonly Workflow[] = Object.values(workflowList);

/** What all workflows keep in tables and buckets of their own. */
export const ownStorage = allStorage(workflows);

/** What can be rebuilt at any time: state machines, functions, triggers, alarms. */
export class WorkflowsStack extends EnvironmentStack {
  /** @param readModels names of those that have a table in the storage stack */
  constructor(app: App, env: Environment, bundles: string, readModels: readonly string[]) {
    super(app, env, 'workflows');
    const storage = readStorage(this, env, readModels, ownStorage);
    const api = new Api(this, { storage, bundles });
    for (const WorkflowConstruct of workflows) new WorkflowConstruct(this, { storage, bundles, api: api.http });
    api.complete();
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
