import { expect, test } from '@jest/globals';
import { TaskTokens } from './task-tokens';

const states = 'arn:aws:states:ap-northeast-1:000000000000';
const tokenOf = (execution: string) => Buffer.from(JSON.stringify([execution, 0, 1, 'secret'])).toString('base64');

test.each([`${states}:execution:m:name`, `${states}:execution:m/rows:name`])(
  "a token of %s is the machine's",
  (arn) => {
    expect(new TaskTokens().resourceOf(tokenOf(arn))).toBe(`${states}:stateMachine:m`);
  },
);

test("a token that a worker has fetched is the activity's", () => {
  const tokens = new TaskTokens();
  const token = tokenOf(`${states}:execution:m:name`);
  tokens.noteActivity(token, `${states}:activity:a`);
  expect(tokens.resourceOf(token)).toBe(`${states}:activity:a`);
});

test("what is no token is nobody's", () => {
  expect(new TaskTokens().resourceOf('other')).toBeUndefined();
});
