import { expect, test } from '@jest/globals';
import { inexactNumber, parseJson } from './json';
import { jsonFault } from './json-fault';
import { ROLE, TestEngine } from './testing/engine';

const LARGE = '9007199254740993';
const MESSAGE = `The local Step Functions cannot keep the number ${LARGE} as it is. Give it as a text`;

test.each([`{"id":${LARGE}}`, `[1,-${LARGE}]`, `{"a":"${LARGE}","b":${LARGE}}`, `${LARGE}`])(
  'a number that would become another one is found in %s',
  (text) => {
    expect(inexactNumber(text)?.number).toBe(text.includes('-') ? `-${LARGE}` : LARGE);
    expect(() => parseJson(text)).toThrow('cannot keep the number');
  },
);

test.each(['[1e400]', `[${'9'.repeat(400)}]`])('so is one that JavaScript has no number for (%#)', (text) => {
  expect(inexactNumber(text)?.at).toBe(1);
});

test.each([
  `{"id":"${LARGE}","text":"\\"${LARGE}\\" \\\\"}`,
  `{"id":"x\\\\","a":[9007199254740992,18513818800370150,-9007199254740991,1000000000000000000000]}`,
  `[0.${LARGE},1.5e300,12345678901234567.25,1e21]`,
  '{"a":1}',
])('others are left alone: %s', (text) => {
  expect(inexactNumber(text)).toBeUndefined();
  expect(parseJson(text)).toEqual(JSON.parse(text));
});

test('its place is told', () => {
  expect(jsonFault(`{\n "a": ${LARGE}}`)).toEqual({ message: MESSAGE, line: 2, column: 7 });
});

test('an execution, a definition and a result with such a number are refused', async () => {
  const engine = new TestEngine();
  const stateMachineArn = await engine.create({ StartAt: 'a', States: { a: { Type: 'Pass', End: true } } });
  await expect(engine.handle('StartExecution', { stateMachineArn, input: LARGE })).rejects.toMatchObject({
    code: 'InvalidExecutionInput',
    message: expect.stringContaining(MESSAGE),
  });
  const definition = `{"QueryLanguage":"JSONPath","StartAt":"a","States":{"a":{"Type":"Pass","Result":${LARGE},"End":true}}}`;
  const request = { name: 'large', roleArn: ROLE, definition };
  await expect(engine.handle('CreateStateMachine', request)).rejects.toMatchObject({
    code: 'InvalidDefinition',
    message: expect.stringContaining(MESSAGE),
  });
});

test('so is what somebody with a task token gives, who may try again', async () => {
  const engine = new TestEngine(() => ({ output: {} }));
  const t = { Type: 'Task', Resource: 'arn:aws:states:::sqs:sendMessage.waitForTaskToken', Arguments: {}, End: true };
  const { executionArn } = await engine.execute({ StartAt: 't', States: { t } });
  const succeed = (output: string) =>
    engine.handle('SendTaskSuccess', { taskToken: engine.requests[0]?.taskToken, output });
  await expect(succeed(LARGE)).rejects.toMatchObject({
    code: 'InvalidOutput',
    message: expect.stringContaining(MESSAGE),
  });
  await succeed(`"${LARGE}"`);
  await engine.settle();
  expect(await engine.describe(executionArn)).toMatchObject({ status: 'SUCCEEDED', output: `"${LARGE}"` });
});
