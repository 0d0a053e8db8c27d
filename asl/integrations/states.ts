import type { Call, Grant, Integrations } from './integration';
import { managedRule } from './job-events';
import { type Identification, PolicyError } from './policy-scope';
import { literal } from './read-arguments';

/** A bare token as StateMachineArn is the ARN. */
export const stateMachine: Identification = {
  service: 'states',
  resource: (name) => `stateMachine:${name}`,
  token: 'arn',
};

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
      const machine = scope.identify(call.state, 'StateMachineArn', literal(call, 'StateMachineArn'), stateMachine);
      const start = { actions: ['states:StartExecution'], resources: [machine] };
      if (!waits(call)) return [start];
      return [
        start,
        {
          actions: ['states:DescribeExecution', 'states:StopExecution'],
          resources: [executionsOf(call, machine)],
        },
        managedRule(scope, 'StepFunctionsGetEventsForStepFunctionsExecutionRule'),
      ];
    },
  },
} as const satisfies Integrations;
