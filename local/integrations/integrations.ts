import type { AwsClient } from '../aws/client';
import { type Credentials, ROOT_CREDENTIALS } from '../aws/credentials';
import type { Authorizer } from '../identity/authorizer';
import type { Sessions } from '../identity/sessions';
import {
  type Integrations,
  type SelfPermission,
  type TaskOutcome,
  TaskRefusal,
  type TaskRequest,
} from '../stepfunctions';
import type { ParameterNames } from '../stepfunctions/integrations/task-parameters';
import { isObject } from '../stepfunctions/json';
import { type ActingRoleParts, actingSession } from './acting-role';
import { invokeApi } from './api-gateway';
import { invokeFunction, type LambdaTaskParts, runFunction } from './lambda-invoke';
import type { S3Objects } from './object-store';
import { callOptimized, isOptimizedTask, type OptimizedTaskParts } from './optimized-task';
import { parametersOf } from './parameters';
import { type PutEvents, putEvents } from './put-events';
import { ServiceModels } from './sdk/model';
import { ServiceClient } from './sdk/service-client';
import { callSdk, isSdkTask, sdkUnavailable } from './sdk-task';

export interface LocalIntegrationsOptions {
  /** Speaks to MiniStack. */
  client: AwsClient;
  /** For what the service itself asks; default: root's. */
  credentials?: Credentials;
  /** Speaks to the endpoint in front of all, so that our own parts are called, too. */
  endpoint: AwsClient;
  sessions: Pick<Sessions, 'assume'>;
  authorizer: Pick<Authorizer, 'authorize'>;
  lambda: Pick<LambdaTaskParts, 'host' | 'asynchronous' | 'functions'>;
  putEvents: PutEvents;
  objects: S3Objects;
  /** The folder of the virtual environment, whose AWS CLI brings the models of the services. */
  pythonEnvironment: string;
}

const OTHERS = new Set(['lambda:invoke', 'events:putEvents', 'apigateway:invoke']);

/** Whether an optimized integration can be called in the local AWS; those of Step Functions itself are the engine's. */
export function runsOptimized(resource: string, pattern?: string): boolean {
  if (OTHERS.has(resource)) return pattern === undefined || pattern === 'waitForTaskToken';
  return isOptimizedTask(resource, pattern);
}

/** What Task states can call in the local AWS, with the permissions of the state machine's role. */
export class LocalIntegrations implements Integrations {
  readonly objects: S3Objects;
  readonly #options: LocalIntegrationsOptions;
  readonly #role: ActingRoleParts;
  readonly #models: ServiceModels;
  readonly #services: OptimizedTaskParts;

  constructor(options: LocalIntegrationsOptions) {
    const { client, endpoint, sessions } = options;
    this.#options = options;
    this.#role = { client, sessions };
    this.#models = new ServiceModels(options.pythonEnvironment);
    this.#services = { ...this.#role, models: this.#models, services: new ServiceClient(endpoint) };
    this.objects = options.objects;
  }

  supports(resource: string, pattern?: string): boolean {
    if (resource === 'lambda:function') return pattern === undefined;
    return runsOptimized(resource, pattern) || isSdkTask(resource, pattern, this.#models);
  }

  unavailable(resource: string, pattern?: string): string | undefined {
    if (resource === 'http:invoke' && pattern === undefined) {
      return 'it calls what lies outside of the local AWS. A Task on it can be mocked';
    }
    return sdkUnavailable(resource, pattern, this.#models);
  }

  parameters(resource: string): ParameterNames | undefined {
    return parametersOf(resource, this.#models);
  }

  async call(task: TaskRequest): Promise<TaskOutcome> {
    try {
      return await this.#call(task);
    } catch (error) {
      if (error instanceof TaskRefusal) return error.outcome;
      throw error;
    }
  }

  /** The engine itself acts for a role: a map run or a Task starts executions, for which the role needs permissions. */
  async authorize({
    roleArn,
    assumedBy,
    executionArn = '',
    action,
    resource,
    context = {},
  }: SelfPermission): Promise<void> {
    const acting = { roleArn, executionArn, ...(assumedBy === undefined ? {} : { assumedBy }) };
    const { caller } = await actingSession(acting, this.#role);
    await this.#options.authorizer.authorize(caller, action, resource, { context });
  }

  async hasLogGroup(arn: string): Promise<boolean> {
    const { client, credentials = ROOT_CREDENTIALS } = this.#options;
    const name = arn.split(':')[6] ?? '';
    const answer = await client.json('logs', 'DescribeLogGroups', { logGroupNamePrefix: name }, credentials);
    const groups = isObject(answer) && Array.isArray(answer.logGroups) ? answer.logGroups : [];
    return groups.some((group) => isObject(group) && group.logGroupName === name);
  }

  async #call(task: TaskRequest): Promise<TaskOutcome> {
    const { lambda, authorizer, endpoint, putEvents: send } = this.#options;
    const lambdaParts = { ...this.#role, ...lambda, authorizer };
    switch (task.resource) {
      case 'lambda:function':
        return runFunction(task, lambdaParts);
      case 'lambda:invoke':
        return invokeFunction(task, lambdaParts);
      case 'apigateway:invoke':
        return invokeApi(task, { ...this.#role, client: endpoint });
      case 'events:putEvents':
        return putEvents(task, send, (await actingSession(task, this.#role)).credentials);
      default:
        return task.resource.startsWith('aws-sdk:')
          ? callSdk(task, this.#services)
          : callOptimized(task, this.#services);
    }
  }
}
