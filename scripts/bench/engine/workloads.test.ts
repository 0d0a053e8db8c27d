import { ROLE, TestEngine } from '@blueprint/local/stepfunctions/testing/engine';
import { expect, test } from '@jest/globals';
import { chain, jsonataLoop, loop, map, single, tasks, type Workload } from './workloads';

/** How many states an execution has entered, by its whole history. */
async function entered(engine: TestEngine, executionArn: string): Promise<number> {
  let count = 0;
  let next = {};
  for (;;) {
    const page = await engine.handle('GetExecutionHistory', { executionArn, maxResults: 1000, ...next });
    count += page.events.filter(({ type }) => type.endsWith('StateEntered')).length;
    if (page.nextToken === undefined) return count;
    next = { nextToken: page.nextToken };
  }
}

test.each<Workload>([chain, loop, jsonataLoop, map, single, tasks])('$name does what it tells', async (workload) => {
  const { definition, input, states, output } = workload;
  // The function answers with what it was given.
  const engine = new TestEngine(({ arguments: given }) => ({ output: given }));
  const request = { name: 'machine', definition: JSON.stringify(definition), roleArn: ROLE };
  const { stateMachineArn } = await engine.handle('CreateStateMachine', request);
  const executionArn = await engine.start(stateMachineArn, input);
  await engine.run();
  const described = await engine.describe(executionArn);
  expect([described.status, JSON.parse(String(described.output))]).toEqual(['SUCCEEDED', output]);
  expect(await entered(engine, executionArn)).toBe(states);
});
