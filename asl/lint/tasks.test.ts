import { describe, expect, test } from '@jest/globals';
import type { AnyTask, Workflow } from '../definition/workflow';
import { workflow } from '../definition/workflow';
import { lint } from './lint';

const sound = {
  Type: 'Task',
  Resource: 'arn:aws:states:::lambda:invoke',
  Arguments: { FunctionName: 'f' },
  TimeoutSeconds: 10,
  Retry: [{ ErrorEquals: ['States.TaskFailed'] }],
  End: true,
} as const satisfies AnyTask;

const alone = (task: AnyTask): Workflow => ({ StartAt: 't', States: { t: task } });
const messages = (task: AnyTask): readonly string[] => lint(alone(task)).map(({ message }) => message);

/** A Task that the compiler would refuse. */
const unchecked = (task: object): AnyTask => ({ ...sound, ...task }) as AnyTask;

test('a Task with Retry, a timeout and a known call has no findings', () => {
  expect(lint(alone(sound))).toEqual([]);
});

describe('Retry', () => {
  test.each([
    ['absent', unchecked({ Retry: undefined })],
    ['empty', { ...sound, Retry: [] }],
  ])('%s', (_, task) => {
    expect(messages(task)).toEqual([
      `Task "t" has no Retry, so one throttled call fails the execution. Retry the service's errors and States.TaskFailed.`,
    ]);
  });
});

describe('MaxAttempts 0', () => {
  const never = { ErrorEquals: ['ValidationFailed'], MaxAttempts: 0 };

  test('is no Retry when every entry has it', () => {
    expect(messages({ ...sound, Retry: [never, { ErrorEquals: ['States.ALL'], MaxAttempts: 0 }] })).toEqual([
      `Task "t" has only MaxAttempts 0 in its Retry, so one throttled call fails the execution. Retry the service's errors and States.TaskFailed.`,
    ]);
  });

  test('may keep some errors from the Retry of the others', () => {
    expect(messages({ ...sound, Retry: [never, { ErrorEquals: ['States.TaskFailed'] }] })).toEqual([]);
  });
});

describe('TimeoutSeconds', () => {
  test('absent', () => {
    expect(messages(unchecked({ TimeoutSeconds: undefined }))).toEqual([
      'Task "t" has no TimeoutSeconds, so it may wait a year for an answer that does not come. Give it TimeoutSeconds.',
    ]);
  });

  test('is not replaced by a heartbeat', () => {
    expect(messages(unchecked({ TimeoutSeconds: undefined, HeartbeatSeconds: 5 }))).toEqual([
      'Task "t" has no TimeoutSeconds, and its HeartbeatSeconds ends only what stops beating, not what beats for ever. Give it TimeoutSeconds.',
    ]);
  });

  test('must be more than the heartbeat', () => {
    expect(messages({ ...sound, HeartbeatSeconds: 10 })).toEqual([
      'Task "t" has HeartbeatSeconds 10, which must be less than its TimeoutSeconds 10.',
    ]);
    expect(messages({ ...sound, HeartbeatSeconds: 9 })).toEqual([]);
  });

  test('may be an expression', () => {
    expect(messages({ ...sound, TimeoutSeconds: '{% $states.input.patience %}' })).toEqual([]);
  });
});

describe('the task token', () => {
  const waiting = 'arn:aws:states:::lambda:invoke.waitForTaskToken';

  test('must be sent by a Task that waits for it', () => {
    const silent = unchecked({ Resource: waiting, Arguments: { FunctionName: 'f', Payload: '{% $states.input %}' } });
    expect(messages(silent)).toEqual([
      `Task "t" waits for a task token that its Arguments don't send. Pass {% $states.context.Task.Token %} in them.`,
    ]);
  });

  test.each([
    '{% $states.context.Task.Token %}',
    '{% $states.context %}',
    "{% 'token=' & $states.context.Task.Token %}",
  ])('is sent by %s', (expression) => {
    const task = unchecked({
      Resource: waiting,
      Arguments: { FunctionName: 'f', Payload: { taskToken: expression } },
    });
    expect(messages(task)).toEqual([]);
  });

  test('is not sent by another part of the context', () => {
    const task = unchecked({
      Resource: waiting,
      Arguments: { FunctionName: 'f', Payload: { id: '{% $states.context.Execution.Id %}' } },
    });
    expect(lint(alone(task)).map(({ rule }) => rule)).toEqual(['task-token']);
  });
});

describe('the call', () => {
  test('of an API that is not known is refused, with those of the service that are', () => {
    const [message] = messages(unchecked({ Resource: 'arn:aws:states:::aws-sdk:glue:deleteDatabase' }));
    expect(message).toBe(
      `Task "t" calls aws-sdk:glue:deleteDatabase, whose permissions this library doesn't know. Known are glue:startJobRun, aws-sdk:glue:startCrawler; add others to the catalogue of integrations.`,
    );
  });

  test('of a service that is not known is refused too', () => {
    expect(messages(unchecked({ Resource: 'arn:aws:states:::aws-sdk:iam:createUser' }))).toEqual([
      `Task "t" calls aws-sdk:iam:createUser, whose permissions this library doesn't know. Add it to the catalogue of integrations.`,
    ]);
  });

  test('must be of a service integration: neither a function nor an activity by its ARN', () => {
    const [message] = messages(unchecked({ Resource: 'arn:aws:lambda:ap-northeast-1:000000000000:function:f' }));
    expect(message).toMatch(/is no service integration\. Call a function through arn:aws:states:::lambda:invoke/);
  });

  test('has a pattern that AWS supports for it', () => {
    const [message] = messages(unchecked({ Resource: 'arn:aws:states:::lambda:invoke.sync' }));
    expect(message).toBe(
      'Task "t" calls lambda:invoke with .sync, which AWS does not support for it. Its patterns are: waitForTaskToken. See https://docs.aws.amazon.com/step-functions/latest/dg/lambda-iam.html',
    );
  });

  test.each([
    [{}, 'whose argument FunctionName is required.'],
    [{ FunctionName: 1 }, 'whose argument FunctionName must be a string.'],
    [
      { FunctionName: 'f', Payloud: 1 },
      'whose argument Payloud is not an argument of this API (it has FunctionName, Payload, ClientContext, InvocationType, Qualifier).',
    ],
    [{ FunctionName: 'f', 'Payload.$': '$' }, 'whose argument Payload.$ is JSONPath, and this workflow is in JSONata.'],
    [{ FunctionName: 'f', toString: 'x' }, 'whose argument toString is not an argument of this API'],
  ])('has arguments that the API takes: %j', (given, problem) => {
    expect(messages(unchecked({ Arguments: given }))[0]).toContain(`Task "t" calls lambda:invoke, ${problem}`);
  });
});

describe('Arguments that are no object', () => {
  const why =
    'and they must be an object, since its policy is made from what they name. Give each argument by its name.';

  test.each([
    ['{% $states.input %}', `the Arguments "{% $states.input %}", ${why}`],
    ['all', `the Arguments "all", ${why}`],
    [['f'], `the Arguments ["f"], ${why}`],
    [null, `the Arguments null, ${why}`],
    [undefined, `no Arguments, ${why}`],
  ])('are told once: %j', (Arguments, has) => {
    for (const Resource of [
      'lambda:invoke',
      'lambda:invoke.waitForTaskToken',
      'events:putEvents',
      'dynamodb:putItem',
    ]) {
      const task = unchecked({ Resource: `arn:aws:states:::${Resource}`, Arguments });
      expect(messages(task)).toEqual([`Task "t" has ${has}`]);
    }
  });
});

describe('an Express execution', () => {
  const waiting = unchecked({
    Resource: 'arn:aws:states:::lambda:invoke.waitForTaskToken',
    Arguments: { FunctionName: 'f', Payload: '{% $states.context.Task.Token %}' },
  });

  test('cannot wait for a token, when the state machine is one', () => {
    expect(lint(alone(waiting))).toEqual([]);
    expect(lint(alone(waiting), { type: 'EXPRESS' }).map(({ message }) => message)).toEqual([
      `State "t" waits (.waitForTaskToken), which an Express execution can't. Run it as STANDARD, or call without waiting.`,
    ]);
  });

  test('cannot wait when it is the child of a Distributed Map', () => {
    const parent = (ExecutionType: 'EXPRESS' | 'STANDARD'): Workflow => ({
      StartAt: 'm',
      States: {
        m: {
          Type: 'Map',
          Items: [1],
          ItemProcessor: {
            ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType },
            StartAt: 't',
            States: { t: waiting },
          },
          Output: {},
          End: true,
        },
      },
    });
    expect(lint(parent('STANDARD'))).toEqual([]);
    expect(lint(parent('EXPRESS')).map(({ rule, state }) => [rule, state])).toEqual([['waits-in-express', 't']]);
  });

  test('cannot wait in a branch either', () => {
    const branches: Workflow = {
      StartAt: 'p',
      States: {
        p: { Type: 'Parallel', Branches: [{ StartAt: 't', States: { t: waiting } }], End: true },
      },
    };
    expect(lint(branches)).toEqual([]);
    expect(lint(branches, { type: 'EXPRESS' }).map(({ rule, state }) => [rule, state])).toEqual([
      ['waits-in-express', 't'],
    ]);
  });

  test('cannot hold a Distributed Map', () => {
    const nested = workflow({
      StartAt: 'm',
      States: {
        m: {
          Type: 'Map',
          ItemProcessor: {
            ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' },
            StartAt: 'i',
            States: { i: { Type: 'Succeed' } },
          },
          Output: {},
          End: true,
        },
      },
    });
    expect(lint(nested, { type: 'EXPRESS' }).map(({ rule }) => rule)).toEqual(['waits-in-express']);
  });
});
