import { expect, test } from '@jest/globals';
import { ROLE, START, TestEngine } from '../testing/engine';

const LOGS = 'arn:aws:logs:ap-northeast-1:000000000000:log-group:/aws/vendedlogs/states/machine:*';
const definition: { StartAt: string; States: object } = {
  StartAt: 'work',
  States: {
    work: { Type: 'Task', Resource: 'arn:aws:states:::lambda:invoke', Next: 'fail' },
    fail: { Type: 'Fail', Error: 'E' },
  },
};

async function logged(level: string, includeExecutionData: boolean, engine = new TestEngine(), machine = definition) {
  const destinations = [{ cloudWatchLogsLogGroup: { logGroupArn: LOGS } }];
  const loggingConfiguration = { level, includeExecutionData, ...(level === 'OFF' ? {} : { destinations }) };
  const executionArn = await engine.start(await engine.create(machine, 'machine', { loggingConfiguration }), {
    a: 1,
  });
  await engine.run();
  return { executionArn, entries: engine.logs };
}

test('an entry has the shape in which AWS writes it to CloudWatch Logs', async () => {
  const { executionArn, entries } = await logged('ALL', true);
  expect(entries[0]).toEqual({
    logGroupArn: LOGS,
    stateMachineArn: 'arn:aws:states:ap-northeast-1:000000000000:stateMachine:machine',
    timestamp: START,
    record: {
      id: '1',
      type: 'ExecutionStarted',
      details: { input: '{"a":1}', inputDetails: { truncated: false }, roleArn: ROLE },
      previous_event_id: '0',
      event_timestamp: String(START),
      execution_arn: executionArn,
      redrive_count: '0',
    },
  });
});

test('without execution data an entry has neither inputs nor outputs nor parameters', async () => {
  const { entries } = await logged('ALL', false);
  expect(JSON.stringify(entries)).not.toMatch(/"(input|output|parameters)/);
  expect(entries.at(-1)?.record).toMatchObject({ type: 'ExecutionFailed', details: { error: 'E' } });
});

test.each([
  [
    'ALL',
    [
      'ExecutionStarted',
      'TaskStateEntered',
      'TaskScheduled',
      'TaskStarted',
      'TaskSucceeded',
      'TaskStateExited',
      'FailStateEntered',
      'ExecutionFailed',
    ],
  ],
  ['ERROR', ['FailStateEntered', 'ExecutionFailed']],
  ['FATAL', ['ExecutionFailed']],
  ['OFF', []],
])('level %s', async (level, types) => {
  const { entries } = await logged(level, true);
  expect(entries.map(({ record }) => record.type)).toEqual(types);
});

test('level ERROR has what has become of a function that failed and one that took too long', async () => {
  const lambda = (name: string) => ({
    Type: 'Task',
    Resource: `arn:aws:lambda:ap-northeast-1:000000000000:function:${name}`,
    TimeoutSeconds: 5,
  });
  const fails = { ...lambda('fails'), Catch: [{ ErrorEquals: ['States.ALL'], Next: 'hangs' }], Next: 'hangs' };
  const machine = { StartAt: 'fails', States: { fails, hangs: { ...lambda('hangs'), End: true } } };
  const never = new Promise<never>(() => {});
  const engine = new TestEngine(({ stateName }) => (stateName === 'hangs' ? never : { error: 'E', cause: 'c' }), 1, {
    supports: () => true,
  });
  const { entries } = await logged('ERROR', true, engine, machine);
  expect(entries.map(({ record }) => record.type)).toEqual([
    'LambdaFunctionFailed',
    'LambdaFunctionTimedOut',
    'ExecutionFailed',
  ]);
});
