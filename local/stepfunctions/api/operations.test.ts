import { expect, test } from '@jest/globals';
import { OPERATIONS } from '../supported';
import { TestEngine } from '../testing/engine';
import { findOperation } from './operations';

const operations = Object.entries(OPERATIONS);
const supported = operations.filter(([, support]) => support === 'supported').map(([name]) => name);
const refused = operations.filter(([, support]) => support !== 'supported').map(([name]) => name);

test.each(supported)('%s is carried out', (name) => {
  expect(findOperation(name)).toEqual(expect.any(Function));
});

test.each(refused)('%s is refused by its name', async (name) => {
  await expect(new TestEngine().handle(name, {})).rejects.toMatchObject({
    code: 'UnknownOperationException',
    message: expect.stringContaining(`${name} is not supported by the local Step Functions: `),
    statusCode: 400,
  });
});

test.each(['StartExecutions', 'constructor', ''])('%j is no operation', async (name) => {
  await expect(new TestEngine().handle(name, {})).rejects.toMatchObject({
    code: 'UnknownOperationException',
    message: `AWS Step Functions has no operation ${name}.`,
  });
});

test.each([null, 'text', []])('a body of %j is refused', async (body) => {
  await expect(new TestEngine().service.handle('ListStateMachines', body)).rejects.toMatchObject({
    code: 'SerializationException',
  });
});
