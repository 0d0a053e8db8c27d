import { expect, test } from '@jest/globals';
import { billedTransitions, entered } from './billed-transitions';

const state = (type: string, name: string) => ({ type: `${type}StateEntered`, stateEnteredEventDetails: { name } });
const task = [state('Task', 'pay'), { type: 'TaskScheduled' }, { type: 'TaskSucceeded' }, { type: 'TaskStateExited' }];

test('each state entered is a transition, whatever its type', () => {
  const events = [{ type: 'ExecutionStarted' }, ...task, state('Map', 'all'), ...task, state('Succeed', 'done')];
  expect(billedTransitions(events)).toBe(4);
});

test('a retry is one more', () => {
  const events = [state('Task', 'pay'), { type: 'TaskScheduled' }, { type: 'TaskFailed' }, { type: 'TaskScheduled' }];
  expect(billedTransitions(events)).toBe(2);
});

test('a history tells in which states the execution was', () => {
  expect([entered(task, 'pay'), entered(task, 'wait')]).toEqual([true, false]);
});
