import type { Integrations, SelfPermission, TaskOutcome, TaskRequest } from '../integrations/integrations';
import type { ObjectStore } from '../integrations/object-store';
import type { ParameterNames } from '../integrations/task-parameters';
import { ErrorName } from '../interpreter/failures';
import { isObject } from '../json';
import type { MockConfig, MockedAnswer, MockedResponse } from './mock-config';

/** Answers the Tasks of test cases with what the mock configuration has for them; all others are run. */
export class MockedIntegrations implements Integrations {
  readonly objects?: ObjectStore;
  /** How often each state of an execution has been tried, over all of its turns and children. */
  private readonly attempts = new Map<string, number>();

  constructor(
    private readonly others: Integrations,
    private readonly config: MockConfig,
  ) {
    if (others.objects) this.objects = others.objects;
  }

  supports(resource: string, pattern?: string): boolean {
    return this.others.supports(resource, pattern);
  }

  unavailable(resource: string, pattern?: string): string | undefined {
    return this.others.unavailable?.(resource, pattern);
  }

  parameters(resource: string): ParameterNames | undefined {
    return this.others.parameters?.(resource);
  }

  async call(task: TaskRequest): Promise<TaskOutcome> {
    const response = this.responseOf(task);
    if (!response) {
      const { resource, pattern } = task;
      return this.others.supports(resource, pattern) ? this.others.call(task) : cannotRun(task);
    }
    const attempt = this.countAttempt(task);
    const found = response.attempts.find(({ first, last }) => first <= attempt && attempt <= last);
    if (!found) {
      const cause = `The mocked response "${response.name}" has nothing for attempt ${attempt} of the state '${task.stateName}'. Add the key "${attempt}".`;
      return { error: ErrorName.runtime, cause };
    }
    return answer(found.answer, task);
  }

  async authorize(request: SelfPermission): Promise<void> {
    await this.others.authorize?.(request);
  }

  async hasLogGroup(arn: string): Promise<boolean> {
    return (await this.others.hasLogGroup?.(arn)) ?? true;
  }

  private responseOf({ testCase, stateName }: TaskRequest): MockedResponse | undefined {
    if (!testCase) return undefined;
    const machine = machineName(testCase.executionArn);
    return this.config.stateMachines.get(machine)?.get(testCase.name)?.get(stateName);
  }

  private countAttempt({ testCase, stateName }: TaskRequest): number {
    const key = `${testCase?.executionArn} ${stateName}`;
    const attempt = this.attempts.get(key) ?? 0;
    this.attempts.set(key, attempt + 1);
    return attempt;
  }
}

const machineName = (executionArn: string) => executionArn.split(':')[6] ?? '';

function answer(mocked: MockedAnswer, task: TaskRequest): TaskOutcome {
  if ('error' in mocked) return mocked;
  // What the service answered to the request itself is not mocked; it is shown by what the Task comes to.
  if (task.pattern !== undefined) task.submitted(mocked.output);
  // Responses are written as `lambda:invoke` gives them; of a function as Resource only the payload is the result.
  const { output } = mocked;
  const isPayload = task.resource === 'lambda:function' && isObject(output) && output.Payload !== undefined;
  return { output: isPayload ? (output.Payload ?? null) : output, ended: true };
}

function cannotRun({ resource, pattern, stateName, testCase }: TaskRequest): TaskOutcome {
  const named = `${resource}${pattern === undefined ? '' : `.${pattern}`}`;
  const where = testCase ? `Mock the state '${stateName}' in the test case "${testCase.name}".` : 'Start a test case.';
  return { error: ErrorName.runtime, cause: `${named} can only be mocked by the local Step Functions. ${where}` };
}
