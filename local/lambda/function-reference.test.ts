import { expect, test } from '@jest/globals';
import { parseFunctionReference } from './function-reference';

test.each([
  ['settle', { name: 'settle' }],
  ['settle:live', { name: 'settle', qualifier: 'live' }],
  ['000000000000:function:settle', { name: 'settle' }],
  ['arn:aws:lambda:ap-northeast-1:000000000000:function:settle', { name: 'settle' }],
  ['arn:aws:lambda:ap-northeast-1:000000000000:function:settle:$LATEST', { name: 'settle', qualifier: '$LATEST' }],
])('%s', (text, expected) => {
  expect(parseFunctionReference(text)).toEqual(expected);
});

test('anything else is refused', () => {
  expect(() => parseFunctionReference('arn:aws:s3:::bucket')).toThrow(
    '"arn:aws:s3:::bucket" is neither the name nor the ARN of a function.',
  );
});
