import { expect, jest, test } from '@jest/globals';
import { strToU8, zipSync } from 'fflate';
import { COLLECTOR } from './testing/collector';
import { RunningAws } from './testing/running-aws';

jest.setTimeout(60_000);

const running = new RunningAws();

test('runs a deployed function, and shows its log', async () => {
  await running.account.fn('collector', COLLECTOR, {});
  const { headers, body } = await running.account.invoke('collector', { a: 1 });
  expect(JSON.parse(body.toString())).toEqual({ saw: { a: 1 } });
  expect(Buffer.from(String(headers['x-amz-log-result']), 'base64').toString()).toContain('REPORT RequestId:');
  expect(await running.account.logOf('collector', 'got {')).toContain('INFO');
});

test("answers a function's error with its name, and an unknown function with Lambda's error", async () => {
  const { headers, body } = await running.account.invoke('collector', { fail: true });
  expect(headers['x-amz-function-error']).toBe('Unhandled');
  expect(JSON.parse(body.toString())).toMatchObject({ errorType: 'VersionConflict' });
  await expect(running.account.invoke('nobody', {})).rejects.toMatchObject({
    code: 'ResourceNotFoundException',
    statusCode: 404,
  });
});

test('takes new code and new variables at the next invocation', async () => {
  await running.account.fn('changing', "exports.handler = async () => process.env.MARK ?? 'none';", {});
  expect((await running.account.invoke('changing', {})).body.toString()).toBe('"none"');
  await running.account.lambda('PUT', '/2015-03-31/functions/changing/configuration', {
    Environment: { Variables: { MARK: 'set' } },
  });
  expect((await running.account.invoke('changing', {})).body.toString()).toBe('"set"');
});

test('versions are code and variables of their own, and an alias leads to one of them', async () => {
  const path = '/2015-03-31/functions/released';
  const zip = (text: string) => Buffer.from(zipSync({ 'index.js': strToU8(text) })).toString('base64');
  const source = (text: string) => `exports.handler = async () => '${text} ' + process.env.MARK;`;
  const said = async (reference: string) => (await running.account.invoke(reference, {})).body.toString();
  await running.account.fn('released', source('old'), { Environment: { Variables: { MARK: 'a' } }, Publish: true });
  await running.account.lambda('POST', `${path}/aliases`, { Name: 'live', FunctionVersion: '1' });
  // Nobody has run version 1 before the newer code comes.
  await running.account.lambda('PUT', `${path}/code`, { ZipFile: zip(source('new')) });
  await running.account.lambda('PUT', `${path}/configuration`, { Environment: { Variables: { MARK: 'b' } } });
  expect([await said('released:live'), await said('released')]).toEqual(['"old a"', '"new b"']);
  await running.account.lambda('POST', `${path}/versions`, {});
  await running.account.lambda('PUT', `${path}/aliases/live`, { FunctionVersion: '2' });
  expect([await said('released:live'), await said('released:1')]).toEqual(['"new b"', '"old a"']);
  await expect(running.account.lambda('DELETE', `${path}?Qualifier=2`)).rejects.toMatchObject({ statusCode: 409 });
  await running.account.lambda('DELETE', `${path}?Qualifier=1`);
  await expect(said('released:1')).rejects.toMatchObject({ code: 'ResourceNotFoundException' });
});

test('a role that may invoke an alias may neither invoke a version nor the function itself', async () => {
  const fn = running.account.arn('lambda', 'function:released');
  const role = await running.account.role('alias-caller', 'lambda.amazonaws.com', [
    ['lambda:InvokeFunction'],
    [`${fn}:live`],
  ]);
  const credentials = await running.account.assume(role);
  expect((await running.account.invoke('released:live', {}, credentials)).statusCode).toBe(200);
  for (const reference of ['released', 'released:2']) {
    await expect(running.account.invoke(reference, {}, credentials)).rejects.toMatchObject({
      code: 'AccessDeniedException',
    });
  }
});

test('a role may do what its policy says, until the policy changes', async () => {
  const fn = running.account.arn('lambda', 'function:collector');
  const role = await running.account.role('caller', 'lambda.amazonaws.com', [['lambda:InvokeFunction'], [fn]]);
  const credentials = await running.account.assume(role);
  expect((await running.account.invoke('collector', {}, credentials)).statusCode).toBe(200);
  await running.account.grant('caller', [['lambda:InvokeFunction'], [`${fn}-other`]]);
  await expect(running.account.invoke('collector', {}, credentials)).rejects.toMatchObject({
    code: 'AccessDeniedException',
    message: expect.stringContaining(`is not authorized to perform: lambda:InvokeFunction on resource: ${fn} because`),
  });
  await expect(running.account.states('ListStateMachines', {}, credentials)).rejects.toMatchObject({
    code: 'AccessDeniedException',
  });
});
