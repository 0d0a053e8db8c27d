import type { Integrations, TaskOutcome, TaskRequest } from '../stepfunctions';
import { invokeFunction, type LambdaTaskParts } from './lambda-invoke';
import { callService, isServiceTask, type ServiceTaskParts } from './service-task';
import type { TaskTokens } from './task-tokens';

export interface LocalIntegrationsOptions {
  lambda: LambdaTaskParts;
  services: ServiceTaskParts;
  taskTokens: TaskTokens;
}

/** What Task states can call in the local AWS, with the permissions of the state machine's role. */
export class LocalIntegrations implements Integrations {
  readonly #options: LocalIntegrationsOptions;

  constructor(options: LocalIntegrationsOptions) {
    this.#options = options;
  }

  supports(resource: string, pattern?: string): boolean {
    if (pattern !== undefined && pattern !== 'waitForTaskToken') return false;
    if (resource === 'lambda:invoke') return true;
    return isServiceTask(resource, pattern);
  }

  async call(request: TaskRequest): Promise<TaskOutcome> {
    const { lambda, services, taskTokens } = this.#options;
    if (request.taskToken !== undefined) taskTokens.note(request.taskToken, request.executionArn);
    return request.resource === 'lambda:invoke' ? invokeFunction(request, lambda) : callService(request, services);
  }
}
