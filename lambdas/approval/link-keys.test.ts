import './fakes/environment';
import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { ssm } from '../platform/ssm';
import { FakeParameter } from './fakes/parameter';
import { LinkKeys } from './link-keys';

const NAME = '/test/blueprint/approval-key';
const secret = (version: number) => `${version}`.repeat(32);

let parameter: FakeParameter;
let keys: LinkKeys;
beforeEach(() => {
  jest.useFakeTimers({ now: 0, advanceTimers: false });
  parameter = new FakeParameter().install();
  parameter.versions = [secret(1), secret(2)];
  keys = new LinkKeys(ssm, NAME);
});
afterEach(() => void jest.useRealTimers());

test('signs with the newest version, which is read once in five minutes', async () => {
  expect(await keys.current()).toEqual({ version: 2, secret: secret(2) });
  parameter.versions.push(secret(3));
  jest.setSystemTime(299_999);
  expect(await keys.current()).toMatchObject({ version: 2 });
  jest.setSystemTime(300_000);
  expect(await keys.current()).toMatchObject({ version: 3 });
  expect(parameter.asked).toEqual([NAME, NAME]);
});

test('the version before the newest holds too, and is read once; older ones hold no more', async () => {
  parameter.versions.push(secret(3));
  expect(await keys.ofVersion(2)).toEqual({ version: 2, secret: secret(2) });
  expect(await keys.ofVersion(2)).toEqual({ version: 2, secret: secret(2) });
  expect(await keys.ofVersion(1)).toBeUndefined();
  expect(parameter.asked).toEqual([NAME, `${NAME}:2`]);
});

test('a link of a version just made is taken, and one that claims a version yet to come costs a call every ten seconds', async () => {
  await keys.current();
  parameter.versions.push(secret(3));
  jest.setSystemTime(10_000);
  expect(await keys.ofVersion(3)).toMatchObject({ version: 3 });
  for (let link = 0; link < 20; link++) expect(await keys.ofVersion(99)).toBeUndefined();
  expect(parameter.asked).toHaveLength(2);
});

test('without a previous version there is none', async () => {
  parameter.versions = [secret(1)];
  expect(await keys.ofVersion(0)).toBeUndefined();
});

test('a previous version that is no key holds no links, and is asked for once', async () => {
  parameter.versions = ['to be replaced', secret(2)];
  for (let link = 0; link < 5; link++) expect(await keys.ofVersion(1)).toBeUndefined();
  expect(parameter.asked).toHaveLength(2);
});

test('a short secret is none, and is looked up again the next time', async () => {
  parameter.versions = ['x'.repeat(31)];
  await expect(keys.current()).rejects.toMatchObject({
    name: 'LinkKeyMissing',
    message: expect.stringContaining(NAME),
  });
  parameter.versions = ['x'.repeat(32)];
  expect(await keys.current()).toMatchObject({ version: 1 });
});
