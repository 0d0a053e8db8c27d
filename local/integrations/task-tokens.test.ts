import { expect, test } from '@jest/globals';
import { TaskTokens } from './task-tokens';

test('a token belongs to the machine whose execution gave it out', () => {
  const tokens = new TaskTokens();
  tokens.note('token', 'arn:aws:states:ap-northeast-1:000000000000:execution:m:name');
  expect(tokens.resourceOf('token')).toBe('arn:aws:states:ap-northeast-1:000000000000:stateMachine:m');
  expect(tokens.resourceOf('other')).toBeUndefined();
});

test('a token of a child of a map run belongs to the machine of its parent', () => {
  const tokens = new TaskTokens();
  tokens.note('token', 'arn:aws:states:ap-northeast-1:000000000000:execution:m/rows:name');
  expect(tokens.resourceOf('token')).toBe('arn:aws:states:ap-northeast-1:000000000000:stateMachine:m');
});

test('a token that a worker has fetched belongs to the activity', () => {
  const tokens = new TaskTokens();
  tokens.noteActivity('token', 'arn:aws:states:ap-northeast-1:000000000000:activity:a');
  expect(tokens.resourceOf('token')).toBe('arn:aws:states:ap-northeast-1:000000000000:activity:a');
});
