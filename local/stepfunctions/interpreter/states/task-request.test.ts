import { expect, test } from '@jest/globals';
import { ROLE, TestEngine } from '../../testing/engine';

const OTHER = 'arn:aws:iam::111111111111:role/other';

const task = (more: object = {}, name = 't') => ({
  StartAt: name,
  States: { [name]: { Type: 'Task', Resource: 'arn:aws:states:::lambda:invoke', End: true, ...more } },
});

test('a call has the role of the state machine, or that of the Credentials with who assumes it', async () => {
  const engine = new TestEngine();
  await engine.execute(task());
  expect(engine.requests[0]).toMatchObject({ roleArn: ROLE });
  expect(engine.requests[0]).not.toHaveProperty('assumedBy');
  const other = new TestEngine();
  await other.execute(task({ Credentials: { RoleArn: OTHER } }));
  expect(other.requests[0]).toMatchObject({ roleArn: OTHER, assumedBy: ROLE });
});

test.each<[object, unknown, string, string]>([
  [
    { RoleArn: '{% null %}' },
    {},
    'States.QueryEvaluationError',
    "The JSONata expression 'null' specified for the field 'Credentials/RoleArn' returned an unexpected result type. Expected 'string', but was 'null' for value: null",
  ],
  [{ RoleArn: '{% 5 %}' }, {}, 'States.QueryEvaluationError', "Expected 'string', but was 'number' for value: 5"],
  [{ 'RoleArn.$': '$.r' }, { r: 5 }, 'States.Runtime', 'refers to value "5" which is not a valid string: $.r'],
  [{ 'RoleArn.$': 'States.Array()' }, {}, 'States.Runtime', "Expected 'string', but was 'array' for value: []"],
])('a Task whose Credentials come to no role makes no call: %j', async (Credentials, input, error, cause) => {
  const engine = new TestEngine();
  const QueryLanguage = Object.hasOwn(Credentials, 'RoleArn') ? 'JSONata' : 'JSONPath';
  const end = await engine.execute({ ...task({ Credentials }), QueryLanguage }, input);
  expect(end).toMatchObject({ status: 'FAILED', error, cause: expect.stringContaining(cause) });
  expect(engine.requests).toEqual([]);
});

test("a call has the execution's trace header, in the children of a map run too", async () => {
  const engine = new TestEngine();
  const ProcessorConfig = { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' };
  const ItemProcessor = { ...task({}, 'inner'), ProcessorConfig };
  const map = { Type: 'Map', Items: [1], ItemProcessor, Next: 't' };
  const definition = { StartAt: 'map', States: { map, ...task().States } };
  const stateMachineArn = await engine.create(definition);
  await engine.handle('StartExecution', { stateMachineArn, traceHeader: 'Root=1-2-3' });
  await engine.run();
  expect(engine.requests.map(({ traceHeader }) => traceHeader)).toEqual(['Root=1-2-3', 'Root=1-2-3']);
});
