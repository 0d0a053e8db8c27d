import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { Steps } from './steps';

let steps: Steps;

beforeEach(() => {
  steps = new Steps('a fork');
  for (const stream of ['log', 'error'] as const) jest.spyOn(console, stream).mockImplementation(() => undefined);
});

afterEach(() => {
  jest.restoreAllMocks();
});

test('all is well when every step was done and found nothing', async () => {
  await steps.step('types', () => '');
  await steps.step('lint', async () => '');
  expect(steps.conclude(['types', 'lint'])).toEqual([]);
});

test('a step that finds something, or throws, has failed', async () => {
  await steps.step('types', () => 'TS2307');
  await steps.step('lint', () => {
    throw new Error('no linter');
  });
  expect(steps.conclude(['types', 'lint'])).toEqual(['a fork: types: failed', 'a fork: lint: failed']);
});

test('a step that was skipped has failed, too', async () => {
  await steps.step('types', () => '');
  expect(steps.conclude(['types', 'lint'])).toEqual(['a fork: lint: skipped']);
});
