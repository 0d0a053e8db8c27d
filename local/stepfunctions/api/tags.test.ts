import { expect, test } from '@jest/globals';
import { TestEngine } from '../testing/engine';

const definition = { StartAt: 'a', States: { a: { Type: 'Succeed' } } };

async function tagged() {
  const engine = new TestEngine();
  const resourceArn = await engine.create(definition, 'machine', { tags: [{ key: 'env', value: 'local' }] });
  return { engine, resourceArn, list: async () => (await engine.handle('ListTagsForResource', { resourceArn })).tags };
}

test('tags come with the state machine, are added, replaced and taken away', async () => {
  const { engine, resourceArn, list } = await tagged();
  expect(await list()).toEqual([{ key: 'env', value: 'local' }]);
  const tags = [
    { key: 'env', value: 'dev' },
    { key: 'owner', value: '' },
  ];
  expect(await engine.handle('TagResource', { resourceArn, tags })).toEqual({});
  expect(await list()).toEqual(tags);
  expect(await engine.handle('UntagResource', { resourceArn, tagKeys: ['env', 'unknown'] })).toEqual({});
  expect(await list()).toEqual([{ key: 'owner', value: '' }]);
});

test('tags survive an update of the state machine', async () => {
  const { engine, resourceArn, list } = await tagged();
  await engine.handle('UpdateStateMachine', { stateMachineArn: resourceArn, tracingConfiguration: { enabled: true } });
  expect(await list()).toEqual([{ key: 'env', value: 'local' }]);
});

test.each([
  ['TagResource', {}, "Value null at 'tags' failed to satisfy constraint: Member must not be null"],
  ['TagResource', { tags: null }, "Value null at 'tags' failed to satisfy constraint: Member must not be null"],
  ['TagResource', { tags: [{ key: 'a<b' }] }, "Value 'a<b' at 'tags.1.member.key'"],
  ['TagResource', { tags: [{ key: 'a', value: 'b;' }] }, "Value 'b;' at 'tags.1.member.value'"],
  ['UntagResource', {}, "Value null at 'tagKeys' failed to satisfy constraint: Member must not be null"],
  ['UntagResource', { tagKeys: 'env' }, "at 'tagKeys' failed to satisfy constraint: Member must be a list"],
  ['UntagResource', { tagKeys: ['env', 1] }, "Value '1' at 'tagKeys.2.member' failed to satisfy constraint"],
  ['UntagResource', { tagKeys: ['env', null] }, "Value null at 'tagKeys.2.member' failed to satisfy constraint"],
  ['UntagResource', { tagKeys: ['env', ''] }, "Value '' at 'tagKeys.2.member' failed to satisfy constraint"],
])('%s refuses %j', async (operation, change, message) => {
  const { engine, resourceArn, list } = await tagged();
  await expect(engine.handle(operation, { resourceArn, ...change })).rejects.toMatchObject({
    code: 'ValidationException',
    message: expect.stringContaining(message),
  });
  expect(await list()).toEqual([{ key: 'env', value: 'local' }]);
});

test('a tag may have letters of any language, digits, blanks and some symbols; none at all may be added', async () => {
  const { engine, resourceArn, list } = await tagged();
  const tags = [{ key: '部署 名 1', value: 'é _.:/=+-@' }];
  await engine.handle('TagResource', { resourceArn, tags });
  await engine.handle('TagResource', { resourceArn, tags: [] });
  expect(await list()).toEqual([{ key: 'env', value: 'local' }, ...tags]);
});

test('a bad tag, too many, or an unknown resource are errors', async () => {
  const { engine, resourceArn } = await tagged();
  const tag = (tags: object[]) => engine.handle('TagResource', { resourceArn, tags });
  await expect(tag([{ key: '', value: '' }])).rejects.toMatchObject({ code: 'ValidationException' });
  await expect(tag([{ key: 'k', value: 1 }])).rejects.toMatchObject({ code: 'ValidationException' });
  const many = Array.from({ length: 50 }, (_, index) => ({ key: `k${index}`, value: '' }));
  await expect(tag(many)).rejects.toMatchObject({ code: 'TooManyTags' });
  expect(await tag(many.slice(1))).toEqual({});
  await expect(engine.handle('ListTagsForResource', { resourceArn: `${resourceArn}:1` })).rejects.toMatchObject({
    code: 'ResourceNotFound',
    message: `Resource not found: '${resourceArn}:1'`,
  });
});
