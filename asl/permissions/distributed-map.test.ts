import { describe, expect, test } from '@jest/globals';
import type { AnyState, Workflow } from '../definition/workflow';
import { permissions } from './permissions';
import { arn, options } from './testing/calling';

describe('a Distributed Map', () => {
  const distributed = (fields: object): Workflow => ({
    StartAt: 'm',
    States: {
      m: {
        Type: 'Map',
        ItemProcessor: {
          ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'EXPRESS' },
          StartAt: 'i',
          States: { i: { Type: 'Succeed' } },
        },
        ...fields,
        End: true,
      } as AnyState,
    },
  });
  const named = { ...options, stateMachineName: 'import' };
  const children = (run: string) => [
    [['states:StartExecution'], [arn('states', 'stateMachine:import')]],
    [['states:DescribeExecution', 'states:StopExecution'], [arn('states', 'execution:import:*')]],
    [['states:RedriveExecution'], [arn('states', `execution:import/${run}:*`)]],
  ];
  const allowed = (workflow: Workflow) =>
    permissions(workflow, named).statements.map(({ Action, Resource }) => [Action, Resource]);

  test('runs, follows and redrives its children', () => {
    expect(allowed(distributed({}))).toEqual(children('*'));
    expect(allowed(distributed({ Label: 'rows' }))).toEqual(children('rows'));
  });

  test('reads its items and writes its results', () => {
    const workflow = distributed({
      Label: 'rows',
      ItemReader: {
        Resource: 'arn:aws:states:::s3:getObject',
        Arguments: { Bucket: 'in', Key: "{% 'csv/' & $states.input.key %}", VersionId: '{% $states.input.version %}' },
      },
      ResultWriter: { Resource: 'arn:aws:states:::s3:putObject', Arguments: { Bucket: 'out', Prefix: 'rows/' } },
    });
    expect(allowed(workflow)).toEqual([
      ...children('rows'),
      [['s3:GetObjectVersion'], ['arn:aws:s3:::in/csv/*']],
      [
        ['s3:PutObject', 's3:GetObject', 's3:ListMultipartUploadParts', 's3:AbortMultipartUpload'],
        ['arn:aws:s3:::out/rows/*'],
      ],
    ]);
  });

  test('that reads a manifest reads what that lists, too', () => {
    const reading = (version: object) =>
      distributed({
        ItemReader: {
          Resource: 'arn:aws:states:::s3:getObject',
          ReaderConfig: { InputType: 'MANIFEST' },
          Arguments: { Bucket: 'in', Key: 'inventory/manifest.json', ...version },
        },
      });
    const files = [['s3:GetObject'], ['arn:aws:s3:::in/*']];
    expect(allowed(reading({})).slice(3)).toEqual([files]);
    const manifest = [['s3:GetObjectVersion'], ['arn:aws:s3:::in/inventory/manifest.json']];
    expect(allowed(reading({ VersionId: '{% $states.input.version %}' })).slice(3)).toEqual([manifest, files]);
  });

  test('that only says the form of its results writes nowhere', () => {
    const ResultWriter = { WriterConfig: { OutputType: 'JSON', Transformation: 'COMPACT' } } as const;
    expect(allowed(distributed({ ResultWriter }))).toEqual(children('*'));
  });

  test('that lists a bucket may list it', () => {
    const workflow = distributed({
      ItemReader: { Resource: 'arn:aws:states:::s3:listObjectsV2', Arguments: { Bucket: 'in', Prefix: 'csv/' } },
    });
    expect(allowed(workflow).at(-1)).toEqual([['s3:ListBucket'], ['arn:aws:s3:::in']]);
  });

  test('needs the name of the state machine', () => {
    expect(() => permissions(distributed({}), options)).toThrow(
      'State "m" is a Distributed Map, whose role starts executions of the workflow itself. Give `stateMachineName`.',
    );
  });
});
