import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, expect, test } from '@jest/globals';
import { differences, isExpected } from './synthesis-diff';

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true });
});

function synthesis(files: Readonly<Record<string, unknown>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'synthesis-'));
  folders.push(folder);
  for (const [file, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), typeof content === 'string' ? content : JSON.stringify(content));
  }
  return folder;
}

const stack = (cdk: string, provider: string, more: object = {}) => ({
  '//': { metadata: { version: cdk, stackName: 'dev-storage' } },
  terraform: { required_providers: { aws: { source: cdk === '0.21.0' ? 'aws' : 'hashicorp/aws', version: provider } } },
  resource: { aws_sqs_queue: { one: { name: 'one', ...more } } },
});
const file = 'stacks/dev-storage/cdk.tf.json';

test('versions of the library, and version and full name of the provider, are expected to differ, to what the codemod pins', () => {
  const found = differences(
    synthesis({ [file]: stack('0.21.0', '5.100.0'), 'manifest.json': { version: '0.21.0', stacks: {} } }),
    synthesis({ [file]: stack('0.24.0', '6.66.0'), 'manifest.json': { version: '0.24.0', stacks: {} } }),
  );
  expect(found.map(({ at }) => at.join('.'))).toEqual([
    'version',
    '//.metadata.version',
    'terraform.required_providers.aws.source',
    'terraform.required_providers.aws.version',
  ]);
  expect(found.every(isExpected)).toBe(true);
  expect(found.map((each) => isExpected({ ...each, after: '7.0.0' }))).toEqual([false, false, false, false]);
});

test('an argument that comes, goes or changes is not expected', () => {
  const [before, after] = [
    stack('0.21.0', '5.100.0', { fifo: true, tags: ['a'] }),
    stack('0.21.0', '5.100.0', { region: 'x', tags: ['b'] }),
  ];
  const found = differences(synthesis({ [file]: before }), synthesis({ [file]: after }));
  const queue = ['resource', 'aws_sqs_queue', 'one'];
  expect(found).toEqual([
    { file, at: [...queue, 'fifo'], before: true, after: undefined },
    { file, at: [...queue, 'tags', '0'], before: 'a', after: 'b' },
    { file, at: [...queue, 'region'], before: undefined, after: 'x' },
  ]);
  expect(found.some(isExpected)).toBe(false);
});

test('files that come or go, and code that changes, are not expected', () => {
  const found = differences(
    synthesis({ 'a.zip': 'one', 'gone.zip': '' }),
    synthesis({ 'a.zip': 'other', 'new.zip': '' }),
  );
  expect(found.map(({ file: name, before, after }) => [name, before, after])).toEqual([
    ['a.zip', '3 bytes', '5 bytes'],
    ['gone.zip', 'a file', undefined],
    ['new.zip', undefined, 'a file'],
  ]);
  expect(found.some(isExpected)).toBe(false);
});
