import { beforeEach, describe, expect, test } from '@jest/globals';
import { START, TestEngine } from '../testing/engine';

const MACHINE = 'arn:aws:states:ap-northeast-1:000000000000:stateMachine:child';
const CHILD = 'arn:aws:states:ap-northeast-1:000000000000:execution:child:nested';

const pass = { StartAt: 'p', States: { p: { Type: 'Pass', Output: { done: '{% $states.input %}' }, End: true } } };
const fails = { StartAt: 'f', States: { f: { Type: 'Fail', Error: 'Broken', Cause: 'as told' } } };
const waits = { StartAt: 'w', States: { w: { Type: 'Wait', Seconds: 60, End: true } } };

const parent = (pattern: string, more: object = {}, args: object = {}) => ({
  StartAt: 't',
  States: {
    t: {
      Type: 'Task',
      Resource: `arn:aws:states:::states:startExecution${pattern}`,
      Arguments: { StateMachineArn: MACHINE, Name: 'nested', Input: { a: 1 }, ...args },
      End: true,
      ...more,
    },
  },
});

describe('a Task that starts an execution', () => {
  let engine: TestEngine;

  beforeEach(() => {
    engine = new TestEngine();
  });

  const outputs = async (definition: object) => {
    const executionArn = await engine.start(await engine.create(definition));
    await engine.run();
    const events = await engine.history(executionArn);
    const detail = (event: (typeof events)[number] | undefined) =>
      Object.entries(event ?? {}).find(([name]) => name.endsWith('EventDetails'))?.[1] as { [name: string]: string };
    const output = (type: string) => JSON.parse(detail(events.find((event) => event.type === type)).output ?? 'null');
    return { events, output, detail, outline: await engine.outline(executionArn), executionArn };
  };

  test('goes on at once, with its ARN and the time of its start', async () => {
    await engine.create(waits, 'child');
    const { output, outline } = await outputs(parent(''));
    expect(Object.keys(output('TaskSucceeded'))).toEqual([
      'ExecutionArn',
      'SdkHttpMetadata',
      'SdkResponseMetadata',
      'StartDate',
    ]);
    expect(output('TaskSucceeded')).toMatchObject({ ExecutionArn: CHILD, StartDate: START });
    expect(outline.map((line) => line.split(' ')[2])).not.toContain('TaskSubmitted');
    expect((await engine.describe(CHILD)).input).toBe('{"a":1}');
  });

  test('waits with .sync for its end, and has its description', async () => {
    await engine.create(pass, 'child');
    const { output, outline } = await outputs(parent('.sync'));
    expect(outline).toEqual([
      '1 0 ExecutionStarted',
      '2 0 TaskStateEntered',
      '3 2 TaskScheduled',
      '4 3 TaskStarted',
      '5 4 TaskSubmitted',
      '6 5 TaskSucceeded',
      '7 6 TaskStateExited',
      '8 7 ExecutionSucceeded',
    ]);
    expect(output('TaskSubmitted')).toMatchObject({ ExecutionArn: CHILD, SdkHttpMetadata: { HttpStatusCode: 200 } });
    expect(output('TaskSucceeded')).toEqual({
      ExecutionArn: CHILD,
      Input: '{"a":1}',
      InputDetails: { Included: true },
      Name: 'nested',
      Output: '{"done":{"a":1}}',
      OutputDetails: { Included: true },
      RedriveCount: 0,
      RedriveStatus: 'NOT_REDRIVABLE',
      RedriveStatusReason: 'Execution is SUCCEEDED and cannot be redriven',
      StartDate: START,
      StateMachineArn: MACHINE,
      Status: 'SUCCEEDED',
      StopDate: START,
    });
  });

  test('has input and output as values with .sync:2', async () => {
    await engine.create(pass, 'child');
    const { output } = await outputs(parent('.sync:2'));
    expect(output('TaskSucceeded')).toMatchObject({ Input: { a: 1 }, Output: { done: { a: 1 } } });
  });

  test('fails with the description when the execution has failed', async () => {
    await engine.create(fails, 'child');
    const { detail, events } = await outputs(parent('.sync'));
    const { error, cause } = detail(events.find(({ type }) => type === 'TaskFailed'));
    expect(error).toBe('States.TaskFailed');
    expect(cause).toBe(
      `{"Cause":"as told","Error":"Broken","ExecutionArn":"${CHILD}","Input":"{\\"a\\":1}",` +
        '"InputDetails":{"Included":true},"Name":"nested","RedriveCount":0,"RedriveStatus":"REDRIVABLE",' +
        `"StartDate":${START},"StateMachineArn":"${MACHINE}","Status":"FAILED","StopDate":${START}}`,
    );
  });

  test('gives {} for no input, and text as it is', async () => {
    await engine.create(pass, 'child');
    await outputs(parent('', {}, { Input: null }));
    expect((await engine.describe(CHILD)).input).toBe('{}');
    engine = new TestEngine();
    await engine.create(pass, 'child');
    await outputs(parent('', {}, { Input: '"text"' }));
    expect((await engine.describe(CHILD)).input).toBe('"text"');
  });

  test.each([
    ['', {}, 'Root=1-2-3'],
    ['.sync:2', {}, 'Root=1-2-3'],
    ['', { TraceHeader: 'Root=own' }, 'Root=own'],
  ])('hands on its trace with %j and %j', async (pattern, args, traceHeader) => {
    await engine.create(pass, 'child');
    const stateMachineArn = await engine.create(parent(pattern, {}, args));
    const { executionArn } = await engine.handle('StartExecution', { stateMachineArn, traceHeader: 'Root=1-2-3' });
    await engine.run();
    expect(await engine.describe(CHILD)).toMatchObject({ status: 'SUCCEEDED', traceHeader });
    const parameters = JSON.stringify({ StateMachineArn: MACHINE, Name: 'nested', Input: { a: 1 }, ...args });
    const taskScheduledEventDetails = expect.objectContaining({ parameters });
    expect(await engine.history(executionArn)).toContainEqual(expect.objectContaining({ taskScheduledEventDetails }));
  });

  test('stops it when its own time is up', async () => {
    await engine.create(waits, 'child');
    const { outline } = await outputs(parent('.sync', { TimeoutSeconds: 5 }));
    expect(outline.at(-1)).toBe('7 6 ExecutionFailed');
    expect(await engine.describe(CHILD)).toMatchObject({ status: 'ABORTED', stopDate: START / 1000 + 5 });
  });

  test('stops it when its own execution is stopped', async () => {
    await engine.create(waits, 'child');
    const executionArn = await engine.start(await engine.create(parent('.sync')));
    await engine.run(1000);
    await engine.handle('StopExecution', { executionArn });
    await engine.run();
    expect((await engine.describe(CHILD)).status).toBe('ABORTED');
  });

  test('leaves it alone without the permission to stop it', async () => {
    engine.denied.add('states:StopExecution');
    await engine.create(waits, 'child');
    await outputs(parent('.sync', { TimeoutSeconds: 5 }));
    expect((await engine.describe(CHILD)).status).toBe('SUCCEEDED');
  });

  test('is done with .sync when somebody returns its token, with .waitForTaskToken only then', async () => {
    for (const pattern of ['.sync', '.waitForTaskToken']) {
      engine = new TestEngine();
      await engine.create(waits, 'child');
      const args = { Input: { token: '{% $states.context.Task.Token %}' } };
      const executionArn = await engine.start(await engine.create(parent(pattern, {}, args)));
      await engine.run(1000);
      const { token: taskToken } = JSON.parse(String((await engine.describe(CHILD)).input));
      await engine.handle('SendTaskSuccess', { taskToken, output: '"by token"' });
      await engine.run();
      expect(await engine.describe(executionArn)).toMatchObject({ status: 'SUCCEEDED', output: '"by token"' });
      expect((await engine.outline(executionArn))[4]).toBe('5 4 TaskSubmitted');
    }
  });

  test('fails as AWS words it when there is no such state machine', async () => {
    const { detail, events } = await outputs(parent('.sync'));
    const { error, cause } = detail(events.find(({ type }) => type === 'TaskFailed'));
    expect(error).toBe('StepFunctions.StateMachineDoesNotExistException');
    expect(cause).toMatch(
      new RegExp(
        `^State Machine Does Not Exist: '${MACHINE}' \\(Service: AWSStepFunctions; Status Code: 400; ` +
          'Error Code: StateMachineDoesNotExist; Request ID: [0-9a-f-]{36}; Proxy: null\\)$',
      ),
    );
  });

  test('fails when the name has been used', async () => {
    await engine.create(pass, 'child');
    await engine.start(MACHINE, {}, 'nested');
    await engine.run();
    const { detail, events } = await outputs(parent(''));
    expect(detail(events.find(({ type }) => type === 'TaskFailed')).error).toBe(
      'StepFunctions.ExecutionAlreadyExistsException',
    );
  });

  test('needs the permission to start it', async () => {
    engine.denied.add('states:StartExecution');
    await engine.create(pass, 'child');
    const { detail, events } = await outputs(parent(''));
    expect(detail(events.find(({ type }) => type === 'TaskFailed'))).toMatchObject({
      error: 'StepFunctions.AWSStepFunctionsException',
      cause: expect.stringContaining('not authorized to perform: states:StartExecution'),
    });
  });

  test('may name an alias: IAM is asked about the state machine, and told which alias', async () => {
    const definition = JSON.stringify({ QueryLanguage: 'JSONata', ...pass });
    const roleArn = 'arn:aws:iam::000000000000:role/machine';
    const created = { name: 'child', definition, roleArn, publish: true };
    const { stateMachineVersionArn } = await engine.handle('CreateStateMachine', created);
    const routingConfiguration = [{ stateMachineVersionArn, weight: 100 }];
    await engine.handle('CreateStateMachineAlias', { name: 'live', routingConfiguration });
    const { output } = await outputs(parent('', {}, { StateMachineArn: `${MACHINE}:live` }));
    expect(output('TaskSucceeded')).toMatchObject({ ExecutionArn: CHILD });
    expect(engine.authorized).toContainEqual({
      action: 'states:StartExecution',
      resource: MACHINE,
      context: { 'states:StateMachineQualifier': 'live' },
    });
  });

  test('needs a role that may make the rule by which it hears of the end', async () => {
    engine.denied.add('events:PutRule');
    await engine.create(parent(''), 'needs-no-rule');
    await expect(engine.create(parent('.sync'))).rejects.toMatchObject({
      code: 'AccessDeniedException',
      message: "'arn:aws:iam::000000000000:role/machine' is not authorized to create managed-rule.",
    });
  });
});
