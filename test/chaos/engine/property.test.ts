import { expect, test } from '@jest/globals';
import { isCounterexample, report } from '../property';
import { EngineProperty } from './property';

const summary = { subjects: 1, executions: 1, calls: 0, faults: new Map() };
const typesOf = ({ definition }: { definition?: object }): string[] =>
  JSON.stringify(definition).match(/"Type":"\w+"/g) ?? [];

test('what breaks the engine is told by its seed, with as little in its definition as breaks it', async () => {
  const property = new EngineProperty(undefined, async (schedule) => {
    if (typesOf(schedule).includes('"Type":"Parallel"')) throw new Error('it breaks');
    return summary;
  });
  let seed = 1;
  while (!isCounterexample(await property.check(seed))) seed += 1;
  const counterexample = await property.shrunk(seed);
  const { schedule, error } = counterexample;
  expect(error).toMatchObject({ message: 'it breaks' });
  expect(typesOf(schedule).length).toBeLessThanOrEqual(typesOf(property.scheduleOf(seed)).length);
  expect(report('engine', counterexample)).toContain(`--workflow engine --seed ${seed} --trace`);
  expect(report('engine', counterexample)).toContain('"Type":"Parallel"');
}, 60_000);

test('a schedule that holds tells what it came to', async () => {
  expect(await new EngineProperty().check(1)).toMatchObject({ subjects: 1 });
});
