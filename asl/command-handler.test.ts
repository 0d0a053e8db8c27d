import { describe, expect, test } from '@jest/globals';
import { importAsl, lint, mermaid, paths, permissions, print, toAsl, transitions, workflow } from './index';

/*
 * A complete example: a workflow of nine states, seven functions and a Map, as a team would write it. `lambda` is the
 * team's own; it returns plain fields of a Task, so `Next` stays in the definition, where the compiler checks it.
 */

const functions = 'arn:aws:lambda:ap-northeast-1:000000000000:function:local-blueprint';
const rejected = ['ValidationFailed', 'VersionConflict'];

const retry = [
  {
    ErrorEquals: [
      'Lambda.ServiceException',
      'Lambda.AWSLambdaException',
      'Lambda.SdkClientException',
      'Lambda.TooManyRequestsException',
    ],
    IntervalSeconds: 1,
    MaxAttempts: 6,
    BackoffRate: 2,
    JitterStrategy: 'FULL',
  },
  { ErrorEquals: rejected, MaxAttempts: 0 },
  { ErrorEquals: ['States.TaskFailed'], IntervalSeconds: 2, MaxAttempts: 3, BackoffRate: 2 },
] as const;

const event = {
  source: 'step-function',
  input: '{% $states.input %}',
  context: '{% $states.context %}',
} as const;

const lambda = (name: string) =>
  ({
    Type: 'Task',
    Resource: 'arn:aws:states:::lambda:invoke',
    Arguments: { FunctionName: `${functions}-${name}`, Payload: event },
    Output: '{% $states.result.Payload %}',
    TimeoutSeconds: 60,
    Retry: retry,
  }) as const;

const lambdaThatAnswers = (name: string) =>
  ({
    ...lambda(name),
    Resource: 'arn:aws:states:::lambda:invoke.waitForTaskToken',
    Arguments: {
      FunctionName: `${functions}-${name}`,
      Payload: { ...event, taskToken: '{% $states.context.Task.Token %}' },
    },
    Output: '{% $states.result %}',
    TimeoutSeconds: 14 * 24 * 60 * 60,
  }) as const;

const handler = workflow({
  Comment: 'Applies one version of one entity, after the version before it.',
  StartAt: 'check_version',
  States: {
    check_version: { ...lambda('check-version'), Next: 'check_version_result' },
    check_version_result: {
      Type: 'Choice',
      Choices: [
        { Condition: '{% $states.input.result = 0 %}', Next: 'set_ttl_command' },
        { Condition: '{% $states.input.result = 1 %}', Next: 'wait_prev_command' },
        { Condition: '{% $states.input.result = -1 %}', Next: 'fail' },
      ],
      Default: 'wait_prev_command',
    },
    wait_prev_command: { ...lambdaThatAnswers('wait-prev-command'), Next: 'set_ttl_command' },
    set_ttl_command: { ...lambda('set-ttl-command'), Next: 'history_copy' },
    history_copy: { ...lambda('history-copy'), Next: 'transform_data' },
    transform_data: { ...lambda('transform-data'), Next: 'sync_data_all' },
    sync_data_all: {
      Type: 'Map',
      MaxConcurrency: 0,
      Items: '{% $states.input.targets %}',
      ItemProcessor: {
        ProcessorConfig: { Mode: 'INLINE' },
        StartAt: 'sync_data',
        States: { sync_data: { ...lambda('sync-data'), End: true } },
      },
      Output: '{% $states.context.Execution.Input %}',
      Next: 'finish',
    },
    finish: { ...lambda('finish'), Next: 'success' },
    success: { Type: 'Succeed' },
    fail: { Type: 'Fail', Error: '{% $states.input.error %}', Cause: '{% $states.input.cause %}' },
  },
});

describe('the command handler', () => {
  test('has no findings', () => {
    expect(lint(handler)).toEqual([]);
  });

  test('is ASL', () => {
    const asl = JSON.parse(toAsl(handler, { escape: 'none' }));
    expect(asl).toEqual({ QueryLanguage: 'JSONata', ...handler });
    expect(asl.States.wait_prev_command).toEqual({
      Type: 'Task',
      Resource: 'arn:aws:states:::lambda:invoke.waitForTaskToken',
      Arguments: {
        FunctionName: 'arn:aws:lambda:ap-northeast-1:000000000000:function:local-blueprint-wait-prev-command',
        Payload: {
          source: 'step-function',
          input: '{% $states.input %}',
          context: '{% $states.context %}',
          taskToken: '{% $states.context.Task.Token %}',
        },
      },
      Output: '{% $states.result %}',
      TimeoutSeconds: 1_209_600,
      Retry: JSON.parse(JSON.stringify(retry)),
      Next: 'set_ttl_command',
    });
  });

  test('may invoke its seven functions, deliver its logs and send its traces', () => {
    const allowed = permissions(handler, {
      region: 'ap-northeast-1',
      accountId: '000000000000',
      logging: true,
      tracing: true,
    });
    expect(allowed.statements.map(({ Sid, Resource }) => [Sid, Resource])).toEqual([
      [
        'LambdaInvokeFunction',
        [
          `${functions}-check-version`,
          `${functions}-wait-prev-command`,
          `${functions}-set-ttl-command`,
          `${functions}-history-copy`,
          `${functions}-transform-data`,
          `${functions}-finish`,
          `${functions}-sync-data`,
        ],
      ],
      ['LogsCreateLogDelivery', ['*']],
      ['XrayPutTraceSegments', ['*']],
    ]);
    expect(allowed.exemptions.map(({ Sid }) => Sid)).toEqual(['LogsCreateLogDelivery', 'XrayPutTraceSegments']);
  });

  test('takes nine transitions with one target, ten when it waits, three when it fails', () => {
    const [next, waiting, failing, ...others] = paths(handler);
    expect(others).toEqual([]);
    expect(next).toMatchObject({
      states: [
        'check_version',
        'check_version_result',
        'set_ttl_command',
        'history_copy',
        'transform_data',
        'sync_data_all',
        'finish',
        'success',
      ],
      outcome: 'succeeds',
      items: [{ map: 'sync_data_all', per: 'item', min: 1, max: 1 }],
      loops: [],
    });
    expect(next && transitions(next, { sync_data_all: 1 })).toEqual({ min: 9, max: 9 });
    expect(waiting && transitions(waiting, { sync_data_all: 1 })).toEqual({ min: 10, max: 10 });
    expect(failing).toMatchObject({
      states: ['check_version', 'check_version_result', 'fail'],
      outcome: 'fails',
      max: 3,
    });
  });

  test('is drawn', () => {
    expect(mermaid(handler)).toContain(`  state "sync_data_all (for each)" as sync_data_all
  state sync_data_all {
    [*] --> sync_data
    sync_data --> [*]
  }
  sync_data_all --> finish
`);
  });

  test('survives Workflow Studio: its ASL is imported as the same workflow, which prints as source', () => {
    const asl = toAsl(handler, { escape: 'none' });
    const imported = importAsl(asl);
    expect(JSON.parse(toAsl(imported, { escape: 'none' }))).toEqual(JSON.parse(asl));
    expect(print(imported, { name: 'commandHandler' })).toMatch(
      /^import \{ workflow \} from '@blueprint\/asl';\n\nexport const commandHandler = workflow\(\{\n {2}Comment: 'Applies one version/,
    );
  });
});
