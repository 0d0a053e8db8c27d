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
