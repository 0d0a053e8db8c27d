import '../fakes/environment';
import { beforeEach, expect, test } from '@jest/globals';
import { keyFor, taskEvent } from '../fakes/commands';
import { FakeDynamoDB } from '../fakes/dynamodb';
import { FakeStepFunctions } from '../fakes/step-functions';
import { dynamodb } from '../platform/dynamodb';
import { handler as checkVersion } from './check-version';
import { handler as finish } from './finish';
import { handler as historyCopy } from './history-copy';
import type { CommandKey } from './keys';
import { CommandPublisher } from './publisher';
import { handler as setTtlCommand } from './set-ttl-command';
import { handler as syncData } from './sync-data';
import { handler as transformData } from './transform-data';

const publisher = new CommandPublisher(dynamodb, { commands: 'commands', data: 'data' });
const airport = {
  iata: 'HND',
  name: 'Tokyo Haneda',
  city: 'Tokyo',
  state: '',
  country: 'Japan',
  latitude: 35.55,
  longitude: 139.78,
};
const identity = { pk: 'TENANT#tenant1', sk: 'AIRPORT#HND', entityType: 'airport' } as const;

let db: FakeDynamoDB;
beforeEach(() => {
  db = new FakeDynamoDB().install();
  new FakeStepFunctions().install();
});

/** Publishes a version and takes it through the states in their order. */
async function settle(version: number): Promise<void> {
  const context = { userId: 'user1', tenantCode: 'tenant1', requestId: 'request-1' };
  const { commandId } = await publisher.publish({
    ...identity,
    expectedVersion: version - 1,
    action: 'put',
    attributes: { ...airport, name: `Tokyo Haneda ${version}` },
    context,
  });
  const key: CommandKey = keyFor(version, { ...identity, commandId });
  expect(await checkVersion(taskEvent(key, 'check_version'))).toMatchObject({ result: 0 });
  await setTtlCommand(taskEvent(key, 'set_ttl_command'));
  await historyCopy(taskEvent(key, 'history_copy'));
  const { targets } = await transformData(taskEvent(key, 'transform_data'));
  for (const item of targets) await syncData(taskEvent(item, 'sync_data'));
  await finish(taskEvent(key, 'finish'));
}

/** Write units: one per row written (rows here are below 1 KB), and one per row that enters or leaves the open index. */
function writeUnits(from: number): number {
  return db.calls.slice(from).reduce((units, { operation, input }) => {
    if (operation === 'Put') return units + (input.Item.open === undefined ? 1 : 2);
    return operation === 'Update' ? units + (input.UpdateExpression.includes('REMOVE #open') ? 2 : 1) : units;
  }, 0);
}

test('an update costs 10 requests and 7 write units from publish to finish', async () => {
  await settle(1);
  const before = db.calls.length;
  await settle(2);
  expect(db.operations().slice(before)).toEqual([
    ...['BatchGet', 'Put'],
    'BatchGet',
    'Update',
    ...['Get', 'Put'],
    'Get',
    ...['Get', 'Update'],
    'Update',
  ]);
  expect(writeUnits(before)).toBe(7);
});

test('after three versions data is at the third, history holds the others, and only the newest row never expires', async () => {
  for (const version of [1, 2, 3]) await settle(version);
  expect(db.row('data', identity.pk, identity.sk)).toMatchObject({
    version: 3,
    attributes: { name: 'Tokyo Haneda 3' },
  });
  expect(db.rows('history').map(({ sk }) => sk)).toEqual(['AIRPORT#HND@0000000001', 'AIRPORT#HND@0000000002']);
  expect(db.rows('commands').map(({ status, ttl }) => [status, ttl !== undefined])).toEqual([
    ['applied', true],
    ['applied', true],
    ['applied', false],
  ]);
});
