import type { ServiceContext } from '../api/service-context';
import type { Integrations, SelfPermission, TaskOutcome, TaskRequest } from '../integrations/integrations';
import type { ObjectStore } from '../integrations/object-store';
import type { ParameterNames } from '../integrations/task-parameters';
import type { ExecutionEnds } from './execution-ends';
import { callOwnApi, sdkOperation } from './sdk-operation';
import { startNested } from './start-execution';

const PARAMETERS = { known: ['StateMachineArn', 'Input', 'Name', 'TraceHeader'], required: ['StateMachineArn'] };

/** Tasks that call Step Functions stay in this engine; all others go where they went. */
export class OwnIntegrations implements Integrations {
  readonly objects?: ObjectStore;

  /** @param context asked for at each call, since it knows these integrations. */
  constructor(
    private readonly others: Integrations,
    private readonly context: () => ServiceContext,
    private readonly ends: ExecutionEnds,
  ) {
    if (others.objects) this.objects = others.objects;
  }

  supports(resource: string, pattern?: string): boolean {
    if (resource === 'states:startExecution') return true;
    if (sdkOperation(resource) !== undefined) return pattern === undefined || pattern === 'waitForTaskToken';
    return this.others.supports(resource, pattern);
  }

  unavailable(resource: string, pattern?: string): string | undefined {
    return this.others.unavailable?.(resource, pattern);
  }

  parameters(resource: string): ParameterNames | undefined {
    return resource === 'states:startExecution' ? PARAMETERS : this.others.parameters?.(resource);
  }

  call(task: TaskRequest): Promise<TaskOutcome> {
    if (task.resource === 'states:startExecution') return startNested(task, this.context(), this.ends);
    const operation = sdkOperation(task.resource);
    return operation === undefined ? this.others.call(task) : callOwnApi(task, operation, this.context());
  }

  async authorize(request: SelfPermission): Promise<void> {
    await this.others.authorize?.(request);
  }

  async hasLogGroup(arn: string): Promise<boolean> {
    return (await this.others.hasLogGroup?.(arn)) ?? true;
  }
}
