import { expect, test } from '@jest/globals';
import { parseAwsError, xmlField } from './error';

test('reads the code of AWS JSON without its namespace', () => {
  const body = '{"__type":"com.amazonaws.dynamodb.v20120810#ConditionalCheckFailedException","message":"no"}';
  expect(parseAwsError(400, undefined, body)).toMatchObject({
    code: 'ConditionalCheckFailedException',
    message: 'no',
    statusCode: 400,
  });
});

test('reads the code of REST-JSON from its header', () => {
  expect(parseAwsError(404, 'ResourceNotFoundException:http://x', '{"Message":"gone"}')).toMatchObject({
    code: 'ResourceNotFoundException',
    message: 'gone',
  });
});

test('reads XML, with its entities', () => {
  const xml =
    '<ErrorResponse><Error><Code>NoSuchEntity</Code><Message>a &lt;b&gt; &amp;amp;</Message></Error></ErrorResponse>';
  expect(parseAwsError(404, undefined, xml)).toMatchObject({ code: 'NoSuchEntity', message: 'a <b> &amp;' });
  expect(xmlField(xml, 'Missing')).toBeUndefined();
});
