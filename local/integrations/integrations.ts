import type { Integrations, SelfPermission, TaskOutcome, TaskRequest } from '../stepfunctions';
import { invokeFunction, type LambdaTaskParts, runFunction } from './lambda-invoke';
import type { S3Objects } from './object-store';
import { callService, isServiceTask, type ServiceTaskParts } from './service-task';
import type { TaskTokens } from './task-tokens';

export interface LocalIntegrationsOptions {
  lambda: LambdaTaskParts;
  services: ServiceTaskParts;
  taskTokens: TaskTokens;
  objects: S3Objects;
}

/** What Task states can call in the local AWS, with the permissions of the state machine's role. */
export class LocalIntegrations implements Integrations {
  readonly objects: S3Objects;
  readonly #options: LocalIntegrationsOptions;

  constructor(options: LocalIntegrationsOptions) {
    this.#options = options;
    this.objects = options.objects;
  }

  supports(resource: string, pattern?: string): boolean {
    if (pattern !== undefined && pattern !== 'waitForTaskToken') return false;
    if (resource === 'lambda:invoke' || resource === 'lambda:function') return true;
    return isServiceTask(resource, pattern);
  }

  async call(request: TaskRequest): Promise<TaskOutcome> {
    const { lambda, services, taskTokens } = this.#options;
    if (request.taskToken !== undefined) taskTokens.note(request.taskToken, request.executionArn);
    if (request.resource === 'lambda:function') return runFunction(request, lambda);
    return request.resource === 'lambda:invoke' ? invokeFunction(request, lambda) : callService(request, services);
  }

  /** A map run starts, stops and redrives executions of its own state machine, for which the role needs permissions too. */
  async authorize({ roleArn, action, resource }: SelfPermission): Promise<void> {
    const { sessions, authorizer } = this.#options.lambda;
    const { caller } = await sessions.assume(roleArn, 'states');
    await authorizer.authorize(caller, action, resource);
  }
}
