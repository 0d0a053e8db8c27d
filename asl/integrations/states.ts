import type { Call, Grant, Integrations } from './integration';
import { managedRule } from './job-events';
import { type Identification, PolicyError, type PolicyScope } from './policy-scope';
import { literal } from './read-arguments';

/** A bare token as StateMachineArn is the ARN. */
const stateMachine: Identification = {
  service: 'states',
  resource: (name) => `stateMachine:${name}`,
  token: 'arn',
};

const QUALIFIED = /^(arn:[^:]*:states:[^:]*:[^:]*:stateMachine:[^:]+):([^:]+)$/;

/**
 * The right to start the state machine that a Task names. IAM knows a version or an alias by the ARN of its machine, and tells it by a
 * condition key.
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/auth-version-alias.html
 */
export function starts(action: 'states:StartExecution' | 'states:StartSyncExecution') {
  return (call: Call, scope: PolicyScope): readonly Grant[] => {
    const arn = scope.identify(call.state, 'StateMachineArn', literal(call, 'StateMachineArn'), stateMachine);
    const [, machine = arn, qualifier] = QUALIFIED.exec(arn) ?? [];
    const grant = { actions: [action], resources: [machine] };
    if (qualifier === undefined) return [grant];
    const condition = { 'ForAnyValue:StringEquals': { 'states:StateMachineQualifier': [qualifier] } };
    return [{ ...grant, condition }];
  };
}

const startsExecution = starts('states:StartExecution');

/** The pattern of a state machine's executions, which only an ARN with the machine's name in it can give. */
function executionsOf(call: Call, machine: string): string {
  const executions = machine.replace(':stateMachine:', ':execution:');
  if (executions !== machine) return `${executions}:*`;
  throw new PolicyError(
    `State "${call.state}" waits for executions of ${machine}, and their ARNs can't be told from it. Give the ARN of the state machine, with its name, in \`arns\`.`,
  );
}

function waits(call: Call): boolean {
  return call.pattern === 'sync' || call.pattern === 'sync:2';
}

/** Other state machines. */
export const states = {
  /**
   * `.sync` gives the output as a string, `.sync:2` as JSON; both wait for the execution to end.
   * @see https://docs.aws.amazon.com/step-functions/latest/dg/connect-stepfunctions.html
   */
  'states:startExecution': {
    patterns: ['sync', 'sync:2', 'waitForTaskToken'],
    page: 'https://docs.aws.amazon.com/step-functions/latest/dg/stepfunctions-iam.html',
    arguments: { StateMachineArn: 'identifier', Input: 'json?', Name: 'text?', TraceHeader: 'text?' },
    content: (call) => (waits(call) ? ['Input', 'Output'] : []),
    permissions(call, scope): readonly Grant[] {
      const start = startsExecution(call, scope);
      if (!waits(call)) return start;
      return [
        ...start,
        {
          actions: ['states:DescribeExecution', 'states:StopExecution'],
          resources: start.flatMap(({ resources }) => resources.map((machine) => executionsOf(call, machine))),
        },
        managedRule(scope, 'StepFunctionsGetEventsForStepFunctionsExecutionRule'),
      ];
    },
  },
} as const satisfies Integrations;
