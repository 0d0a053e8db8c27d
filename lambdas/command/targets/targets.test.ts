import '../../fakes/environment';
import { expect, jest, test } from '@jest/globals';
import { readModels } from '.';
import { tableVariable } from './read-model';
import { targets } from './targets';

test('there is a target for data and for each read model of the list, and no other', () => {
  expect(Object.keys(targets)).toEqual(['data', ...Object.keys(readModels)]);
});

test('each writes to the table that its variable names', () => {
  const key = { pk: 'TENANT#tenant1', sk: 'ORDER#order123', version: 1, commandId: 'command-1', requestId: 'request1' };
  const command = {
    action: 'delete' as const,
    context: { userId: 'user1', tenantCode: 'tenant1', requestId: 'request1' },
  };
  for (const [name, { write }] of Object.entries(targets)) {
    const { TableName } = write({ ...key, entityType: 'order', tenantCode: 'tenant1' }, command);
    expect(TableName).toBe(process.env[tableVariable(name)]);
  }
});

test('the tables that no variable names are told at cold start, all at once', () => {
  const missing = Object.keys(readModels).map(tableVariable);
  const kept = missing.map((name) => [name, process.env[name]] as const);
  for (const name of missing) delete process.env[name];
  try {
    jest.isolateModules(() => {
      expect(() => require('./targets')).toThrow(missing.map((name) => `${name} is missing`).join(', '));
    });
  } finally {
    for (const [name, value] of kept) process.env[name] = value;
  }
});
