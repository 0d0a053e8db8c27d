import { expect, test } from '@jest/globals';
import type { ItemReader, ReaderConfig } from '../definition/map';
import type { AnyState, Workflow } from '../definition/workflow';
import { permissions } from './permissions';

const options = { region: 'ap-northeast-1', accountId: '123456789012', stateMachineName: 'import' };

/** What a Distributed Map may do beside running its children. */
function reading(ItemReader: ItemReader) {
  const ItemProcessor = {
    ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'EXPRESS' },
    StartAt: 'i',
    States: { i: { Type: 'Succeed' } },
  };
  const workflow: Workflow = {
    StartAt: 'm',
    // What a definition's types would tell of the processor, these readers have nothing to do with.
    States: { m: { Type: 'Map', ItemProcessor, ItemReader, End: true } as AnyState },
  };
  const { statements } = permissions(workflow, options);
  return statements.map(({ Action, Resource }) => [Action, Resource]).slice(3);
}

const listing = (Prefix: object, ReaderConfig: ReaderConfig): ItemReader => ({
  Resource: 'arn:aws:states:::s3:listObjectsV2',
  ReaderConfig,
  Arguments: { Bucket: 'in', ...Prefix },
});
const manifest = (ReaderConfig: ReaderConfig, version: object = {}): ItemReader => ({
  Resource: 'arn:aws:states:::s3:getObject',
  ReaderConfig,
  Arguments: { Bucket: 'in', Key: 'out/1-manifest.csv', ...version },
});

test.each([
  [{ Prefix: 'csv/' }, 'csv/*'],
  [{ Prefix: "{% 'csv/' & $states.input.day %}" }, 'csv/*'],
  [{}, '*'],
])('the objects of a listing are read where they are loaded: %j', (prefix, objects) => {
  const lists = [['s3:ListBucket'], ['arn:aws:s3:::in']];
  const loads = { InputType: 'JSONL', Transformation: 'LOAD_AND_FLATTEN' } as const;
  expect(reading(listing(prefix, loads))).toEqual([lists, [['s3:GetObject'], [`arn:aws:s3:::in/${objects}`]]]);
  expect(reading(listing(prefix, { Transformation: 'NONE' }))).toEqual([lists]);
});

test.each<ReaderConfig>([
  { InputType: 'JSONL', ManifestType: 'ATHENA_DATA' },
  { ManifestType: 'S3_INVENTORY' },
  { InputType: 'MANIFEST' },
])('what a manifest lists is read, too: %j', (config) => {
  const files = [['s3:GetObject'], ['arn:aws:s3:::in/*']];
  expect(reading(manifest(config))).toEqual([files]);
  expect(reading(manifest(config, { VersionId: 'v' }))).toEqual([
    [['s3:GetObjectVersion'], ['arn:aws:s3:::in/out/1-manifest.csv']],
    files,
  ]);
});

test('an object that holds the items itself is all that is read', () => {
  expect(reading(manifest({ InputType: 'JSON' }))).toEqual([
    [['s3:GetObject'], ['arn:aws:s3:::in/out/1-manifest.csv']],
  ]);
});
