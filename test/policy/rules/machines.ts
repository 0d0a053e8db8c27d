import { type Condition, statementsOf } from '../policy-document';
import { type Rules, unless } from '../rule';
import { nested, type Resource, type Stack } from '../stack';

const MACHINE = 'aws_sfn_state_machine';

/** Whether Step Functions may take a machine's role for that machine and its versions alone, in its account alone. */
function trustsItsMachineOnly(stack: Stack, { args }: Resource): boolean {
  const trust = statementsOf(stack.referred(args.role_arn)?.args.assume_role_policy);
  const itself = (arn: string) => MACHINE_ARN.exec(arn)?.[1] === args.name;
  return (
    trust.length > 0 &&
    trust.every(
      ({ conditions }) =>
        conditions.some((one) => asks(one, 'aws:sourcearn', /^(Arn(Like|Equals)|StringEquals)(IfExists)?$/, itself)) &&
        conditions.some((one) =>
          asks(one, 'aws:sourceaccount', /^StringEquals(IfExists)?$/, (id) => /^\d{12}$/.test(id)),
        ),
    )
  );
}

/** Of a machine, or of all its versions. */
const MACHINE_ARN = /^arn:aws[\w-]*:states:[\w-]+:\d{12}:stateMachine:([\w-]+)(?::\*)?$/;

function asks(condition: Condition, key: string, operator: RegExp, holds: (value: string) => boolean): boolean {
  return (
    condition.key.toLowerCase() === key &&
    operator.test(condition.operator) &&
    condition.values.length > 0 &&
    condition.values.every(holds)
  );
}

export const machineRules = {
  'machine-logged': {
    demands: 'A state machine logs every event of its executions.',
    why: 'Express executions leave no other trace, and the history of standard ones is gone after 90 days.',
    page: 'https://docs.aws.amazon.com/step-functions/latest/dg/cw-logs.html',
    matches: ['checkov CKV_AWS_285', 'cdk-nag AwsSolutions-SF1'],
    check: (stack) =>
      unless(
        stack.all(MACHINE),
        ({ args }) => {
          const { level, log_destination } = nested(args, 'logging_configuration');
          return level === 'ALL' && log_destination !== undefined;
        },
        'does not log every event',
      ),
  },
  'machine-logs-without-data': {
    demands: 'The log of executions holds no inputs and outputs.',
    why: 'They hold task tokens, with which an execution can be answered, and personal data.',
    page: 'https://docs.aws.amazon.com/step-functions/latest/dg/cw-logs.html',
    matches: [],
    check: (stack) =>
      unless(
        stack.all(MACHINE),
        ({ args }) => nested(args, 'logging_configuration').include_execution_data === false,
        'logs inputs and outputs',
      ),
  },
  'machine-traced': {
    demands: 'A state machine sends traces.',
    why: 'A trace then goes from the API through the machine to the function that was slow.',
    page: 'https://docs.aws.amazon.com/step-functions/latest/dg/concepts-xray-tracing.html',
    matches: ['checkov CKV_AWS_284', 'cdk-nag AwsSolutions-SF2'],
    check: (stack) =>
      unless(
        stack.all(MACHINE),
        ({ args }) => nested(args, 'tracing_configuration').enabled === true,
        'sends no traces',
      ),
  },
  'machine-role-of-one-machine': {
    demands: 'Step Functions takes the role of a machine for that machine of this account only.',
    why: 'A machine of somebody else could be given the role (the confused deputy).',
    page: 'https://docs.aws.amazon.com/step-functions/latest/dg/procedure-create-iam-role.html#prevent-cross-service-confused-deputy',
    matches: [],
    check: (stack) =>
      unless(
        stack.all(MACHINE),
        (machine) => trustsItsMachineOnly(stack, machine),
        'has a role that Step Functions may take for other machines',
      ),
  },
} satisfies Rules;
