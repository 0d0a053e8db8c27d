import { isJsonObject, type JsonValue } from '../definition/json';
import type { AnyTask } from '../definition/workflow';
import { argumentProblems } from '../integrations/arguments';
import { findIntegration, knownActions } from '../integrations/catalogue';
import { type Integration, type Pattern, parseResource } from '../integrations/integration';
import { expressionsIn } from '../jsonata/expressions';
import { called, type Finding, type StateRule } from './finding';

/** A Task's integration, its name and its pattern; undefined when the library doesn't know it. */
export function integrationOf(
  task: AnyTask,
): { readonly action: string; readonly pattern: Pattern | undefined; readonly integration: Integration } | undefined {
  const resource = parseResource(task.Resource);
  const integration = resource && findIntegration(resource.action);
  return resource && integration && { ...resource, integration };
}

function problemsOfCall(task: AnyTask): readonly string[] {
  const resource = parseResource(task.Resource);
  if (resource === undefined) {
    return [
      `has Resource ${task.Resource}, which is no service integration. Call a function through arn:aws:states:::lambda:invoke, any other API through its own integration or aws-sdk.`,
    ];
  }
  const integration = findIntegration(resource.action);
  if (integration === undefined) {
    const [service] = resource.action.split(':').slice(-2);
    const near = knownActions().filter((action) => action.includes(`${service}:`));
    return [
      `calls ${resource.action}, whose permissions this library doesn't know. ${
        near.length === 0
          ? 'Add it to the catalogue of integrations'
          : `Known are ${near.join(', ')}; add others to the catalogue of integrations`
      }.`,
    ];
  }
  const problems = argumentProblems(integration.arguments, task.Arguments).map(
    ({ argument, problem }) => `calls ${resource.action}, whose argument ${argument} ${problem}.`,
  );
  if (resource.pattern === undefined || integration.patterns.includes(resource.pattern)) return problems;
  const supported = integration.patterns.length === 0 ? 'none' : integration.patterns.join(', ');
  return [
    `calls ${resource.action} with .${resource.pattern}, which AWS does not support for it. Its patterns are: ${supported}. See ${integration.page}`,
    ...problems,
  ];
}

/** A Task's Arguments are an object, even where no compiler has seen them: the rules about a call read them by name. */
export const taskArguments: StateRule = ({ name, state, inside }) => {
  if (state.Type !== 'Task' || isJsonObject(state.Arguments)) return [];
  const given: JsonValue | undefined = state.Arguments;
  const has = given === undefined ? 'no Arguments' : `the Arguments ${JSON.stringify(given)}`;
  return [
    {
      rule: 'task-call',
      state: name,
      message: `Task ${called(name, inside)} has ${has}, and they must be an object, since its policy is made from what they name. Give each argument by its name.`,
    },
  ];
};

/** A Task calls an API that is known, with a pattern AWS supports and with arguments it takes. */
export const taskCall: StateRule = ({ name, state, inside }) =>
  state.Type !== 'Task'
    ? []
    : problemsOfCall(state).map((problem) => ({
        rule: 'task-call',
        state: name,
        message: `Task ${called(name, inside)} ${problem}`,
      }));

/**
 * Every Task retries: any call can meet a transient error or be throttled.
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/sfn-best-practices.html
 */
export const taskRetry: StateRule = ({ name, state, inside }) => {
  if (state.Type !== 'Task') return [];
  const retriers = state.Retry ?? [];
  if (retriers.some(({ MaxAttempts }) => MaxAttempts !== 0)) return [];
  const has = retriers.length === 0 ? 'no Retry' : 'only MaxAttempts 0 in its Retry';
  return [
    {
      rule: 'task-retry',
      state: name,
      message: `Task ${called(name, inside)} has ${has}, so one throttled call fails the execution. Retry the service's errors and States.TaskFailed.`,
    },
  ];
};

/**
 * Every Task has a timeout: without one it may wait a year for an answer that does not come. A heartbeat alone is none,
 * since a worker that keeps beating keeps the Task waiting.
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/sfn-stuck-execution.html
 */
export const taskTimeout: StateRule = ({ name, state, inside }) => {
  if (state.Type !== 'Task') return [];
  const finding = (message: string): readonly Finding[] => [{ rule: 'task-timeout', state: name, message }];
  const { TimeoutSeconds: timeout, HeartbeatSeconds: heartbeat } = state;
  if (timeout === undefined) {
    const why =
      heartbeat === undefined
        ? 'so it may wait a year for an answer that does not come'
        : 'and its HeartbeatSeconds ends only what stops beating, not what beats for ever';
    return finding(`Task ${called(name, inside)} has no TimeoutSeconds, ${why}. Give it TimeoutSeconds.`);
  }
  if (typeof timeout === 'number' && typeof heartbeat === 'number' && heartbeat >= timeout) {
    return finding(
      `Task ${called(name, inside)} has HeartbeatSeconds ${heartbeat}, which must be less than its TimeoutSeconds ${timeout}.`,
    );
  }
  return [];
};

/**
 * A Task that waits for its token sends it: otherwise no one can answer.
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/connect-to-resource.html#connect-wait-token
 */
export const taskToken: StateRule = ({ name, state, inside }) => {
  if (state.Type !== 'Task' || parseResource(state.Resource)?.pattern !== 'waitForTaskToken') return [];
  const sends = expressionsIn(state.Arguments, '').some(({ expression }) =>
    /\$states\.context(\.Task(\.Token)?)?(?![.\w])/.test(expression),
  );
  if (sends) return [];
  return [
    {
      rule: 'task-token',
      state: name,
      message: `Task ${called(name, inside)} waits for a task token that its Arguments don't send. Pass {% $states.context.Task.Token %} in them.`,
    },
  ];
};

/**
 * Express executions run five minutes at most and support request-response only.
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/choosing-workflow-type.html
 */
export const waitsInExpress: StateRule = ({ name, state, inside, express }) => {
  if (!express) return [];
  const finding = (what: string): readonly Finding[] => [
    {
      rule: 'waits-in-express',
      state: name,
      message: `State ${called(name, inside)} ${what}, which an Express execution can't. Run it as STANDARD, or call without waiting.`,
    },
  ];
  if (state.Type === 'Task') {
    const pattern = parseResource(state.Resource)?.pattern;
    return pattern === undefined ? [] : finding(`waits (.${pattern})`);
  }
  const distributed = state.Type === 'Map' && state.ItemProcessor.ProcessorConfig?.Mode === 'DISTRIBUTED';
  return distributed ? finding('is a Distributed Map') : [];
};
