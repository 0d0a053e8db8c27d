import { lint } from '@blueprint/asl';
import { environment } from '@blueprint/env';
import type { FunctionPath } from '@blueprint/lambdas';
import { describe, expect, test } from '@jest/globals';
import { type SynthesizedStack, synthesizeAll } from '../testing/synthesized';
import { commandHandler } from './definition';

const { stack } = synthesizeAll();
const dev = stack('dev-workflows');
const prod = stack('prod-workflows');

const NAME = 'prod-blueprint-command-handler';
const MACHINE_ARN = `arn:aws:states:ap-northeast-1:333333333333:stateMachine:${NAME}`;
const TASKS: Readonly<Record<string, FunctionPath>> = {
  check_version: 'command/check-version',
  wait_prev_command: 'command/wait-prev-command',
  set_ttl_command: 'command/set-ttl-command',
  history_copy: 'command/history-copy',
  transform_data: 'command/transform-data',
  sync_data: 'command/sync-data',
  finish: 'command/finish',
};
const machine = prod.one('aws_sfn_state_machine', 'name', NAME);
const functionArn = (path: string): string => {
  const name = `prod-blueprint-${path.replace('/', '-')}`;
  return `\${${prod.liveFunction(name)}.arn}`;
};

interface SynthesizedState {
  readonly Type: string;
  readonly Next?: string;
  readonly End?: boolean;
  readonly TimeoutSeconds?: number;
  readonly Resource?: string;
  readonly Arguments?: { readonly FunctionName: string; readonly Payload: unknown };
  readonly Retry?: readonly { readonly ErrorEquals: readonly string[]; readonly MaxAttempts: number }[];
  readonly ItemProcessor?: { readonly States: Readonly<Record<string, SynthesizedState>> };
}

function statesOf(synthesized: SynthesizedStack, name: string): Readonly<Record<string, SynthesizedState>> {
  const { States } = JSON.parse(String(synthesized.one('aws_sfn_state_machine', 'name', name).definition));
  return { ...States, ...States.sync_data_all.ItemProcessor.States };
}
const states = statesOf(prod, NAME);
const tasks = Object.entries(states).filter(([, { Type }]) => Type === 'Task');

describe('the definition', () => {
  test('has nothing for the lint to say', () => {
    expect(
      lint(commandHandler({ functionArn: (path) => `arn:aws:lambda:x:1:function:${path}`, waitSeconds: 60 })),
    ).toEqual([]);
  });

  test('goes from state to state as the design says', () => {
    const next = Object.entries(states).map(([name, state]) => [name, state.Next ?? state.Type]);
    expect(Object.fromEntries(next)).toEqual({
      check_version: 'check_version_result',
      check_version_result: 'Choice',
      wait_prev_command: 'set_ttl_command',
      set_ttl_command: 'history_copy',
      history_copy: 'transform_data',
      transform_data: 'sync_data_all',
      sync_data_all: 'finish',
      sync_data: 'Task',
      finish: 'success',
      success: 'Succeed',
      fail: 'Fail',
    });
    expect(states.check_version_result).toMatchObject({
      Choices: [
        { Condition: '{% $states.input.result = 0 %}', Next: 'set_ttl_command' },
        { Condition: '{% $states.input.result = 1 %}', Next: 'wait_prev_command' },
        { Condition: '{% $states.input.result = -1 %}', Next: 'fail' },
      ],
      Default: 'wait_prev_command',
    });
  });

  test('every Task invokes the function of its name with input and context', () => {
    expect(Object.fromEntries(tasks.map(([name, { Arguments }]) => [name, Arguments?.FunctionName]))).toEqual(
      Object.fromEntries(Object.entries(TASKS).map(([name, path]) => [name, functionArn(path)])),
    );
    for (const [, task] of tasks) {
      expect(task.Arguments?.Payload).toMatchObject({
        source: 'step-function',
        input: '{% $states.input %}',
        context: '{% $states.context %}',
      });
    }
  });

  test('only the wait hands out a task token, and it lasts as long as a predecessor can be repaired', () => {
    const waiting = tasks.filter(([, { Resource }]) => Resource?.endsWith('.waitForTaskToken'));
    expect(waiting).toMatchObject([
      [
        'wait_prev_command',
        { TimeoutSeconds: 1_209_600, Arguments: { Payload: { taskToken: '{% $states.context.Task.Token %}' } } },
      ],
    ]);
    expect(JSON.stringify(states).match(/Task\.Token/g)).toHaveLength(1);
  });

  test('every Task ends by a timeout that is longer than its function runs', () => {
    for (const [name, { TimeoutSeconds = 0, Arguments }] of tasks) {
      const lambda = prod
        .those('aws_lambda_function', 'function_name', 'prod-blueprint-command-')
        .find(
          (one) =>
            Arguments?.FunctionName ===
            functionArn(String(one.function_name).replace(/^prod-blueprint-command-/, 'command/')),
        );
      expect({ name, longer: TimeoutSeconds > Number(lambda?.timeout) }).toEqual({ name, longer: true });
    }
  });

  test('every Task retries what a retry can mend, never what it cannot, and throttling most patiently', () => {
    for (const [, { Retry }] of tasks) {
      expect(Retry).toMatchObject([
        { ErrorEquals: expect.arrayContaining(['ValidationFailed', 'VersionConflict']), MaxAttempts: 0 },
        {
          ErrorEquals: expect.arrayContaining(['Lambda.TooManyRequestsException', 'Lambda.ServiceException']),
          MaxAttempts: 6,
          JitterStrategy: 'FULL',
        },
        { ErrorEquals: ['States.TaskFailed'], MaxAttempts: 3, IntervalSeconds: 2, BackoffRate: 2 },
      ]);
    }
  });

  test('nothing is caught: a redrive resumes the Task that failed', () => {
    expect(JSON.stringify(states)).not.toContain('"Catch"');
  });
});

describe('the machine', () => {
  const logs = prod.address('aws_cloudwatch_log_group', 'name', `/aws/vendedlogs/states/${NAME}`);
  const policy = prod.address('aws_iam_role_policy', 'role', `\${${prod.address('aws_iam_role', 'name', NAME)}.name}`);

  test('is Standard, traced, and waits for its policy', () => {
    expect(machine).toMatchObject({
      type: 'STANDARD',
      tracing_configuration: { enabled: true },
      role_arn: `\${${prod.address('aws_iam_role', 'name', NAME)}.arn}`,
      depends_on: [policy],
    });
  });

  test('logs everything as long as the environment says, execution data only outside production', () => {
    expect(machine.logging_configuration).toEqual({
      level: 'ALL',
      include_execution_data: false,
      log_destination: `\${${logs}.arn}:*`,
    });
    expect(
      dev.one('aws_sfn_state_machine', 'name', 'dev-blueprint-command-handler').logging_configuration,
    ).toMatchObject({
      level: 'ALL',
      include_execution_data: true,
    });
    expect(prod.one('aws_cloudwatch_log_group', 'name', `/aws/vendedlogs/states/${NAME}`).retention_in_days).toBe(
      environment('prod').retention.machineLogsDays,
    );
  });

  test('its role is taken by Step Functions for this machine and its versions only', () => {
    const [statement] = JSON.parse(String(prod.one('aws_iam_role', 'name', NAME).assume_role_policy)).Statement;
    expect(statement).toEqual({
      Effect: 'Allow',
      Principal: { Service: 'states.amazonaws.com' },
      Action: 'sts:AssumeRole',
      Condition: {
        StringEqualsIfExists: { 'aws:SourceAccount': '333333333333' },
        ArnLikeIfExists: { 'aws:SourceArn': [MACHINE_ARN, `${MACHINE_ARN}:*`] },
      },
    });
  });

  test('its role may invoke the functions of its Tasks; only log delivery and traces are on every resource', () => {
    const [narrow, ...wide] = prod.statements(NAME);
    expect(narrow).toMatchObject({ Action: ['lambda:InvokeFunction'] });
    expect([...(narrow?.Resource ?? [])].sort()).toEqual(Object.values(TASKS).map(functionArn).sort());
    expect(wide.flatMap(({ Resource }) => Resource)).toEqual(wide.map(() => '*'));
    expect(wide.flatMap(({ Action }) => Action).every((action) => /^(logs|xray):/.test(action))).toBe(true);
  });
});
