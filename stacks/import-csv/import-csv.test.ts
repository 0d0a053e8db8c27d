import { lint } from '@blueprint/asl';
import { environment } from '@blueprint/env';
import { readModels } from '@blueprint/lambdas';
import { describe, expect, test } from '@jest/globals';
import { knownErrors } from '../testing/known-errors';
import { rights, synthesizeAll } from '../testing/synthesized';
import { importCsv, UNMENDABLE_ERRORS } from './definition';

const { stack } = synthesizeAll();
const prod = stack('prod-workflows');
const { imports, queue: ofQueue } = environment('prod').concurrency;
const NAME = 'prod-blueprint-import-csv';
const stored = (output: string): string => `\${data.terraform_remote_state.storage.outputs.${output}}`;
const TMP = stored('import_tmp_arn');
const COMMANDS = stored('commands_arn');
const BUCKET = stored('imports_arn');
const MACHINE = `arn:aws:states:ap-northeast-1:333333333333:stateMachine:${NAME}`;
const definition = JSON.parse(String(prod.one('aws_sfn_state_machine', 'name', NAME).definition));
const map = definition.States['import-csv'];
const queueArn = (name: string): string => `\${${prod.address('aws_sqs_queue', 'name', `prod-blueprint-${name}`)}.arn}`;
const functionArn = (name: string): string => `\${${prod.liveFunction(`${NAME}-${name}`)}.arn}`;

/** `action on resource` of what is particular to a role, each once, sorted. */
function particular(role: string): string[] {
  return [...new Set(rights(prod.statements(role)))].filter((right) => !/^(logs|xray|kms):/.test(right));
}

describe('the definition', () => {
  test('has nothing for the lint to say', () => {
    const props = { bucket: 'b', rowsPerBatch: 500, batches: 50, toleratedFailurePercentage: 5, waitSeconds: 60 };
    expect(lint(importCsv({ functionArn: (path) => `arn:aws:lambda:x:1:function:${path}`, ...props }))).toEqual([]);
  });

  test('reads one version of the file, and hands on each row with its index', () => {
    expect(map).toMatchObject({
      Type: 'Map',
      Label: 'import-csv',
      MaxConcurrency: imports.batches,
      ToleratedFailurePercentage: imports.toleratedFailurePercentage,
      ItemReader: {
        ReaderConfig: { InputType: 'CSV', CSVHeaderLocation: 'FIRST_ROW' },
        Arguments: { VersionId: '{% $states.input.versionId %}' },
      },
      ItemSelector: { index: '{% $states.context.Map.Item.Index %}', row: '{% $states.context.Map.Item.Value %}' },
      ItemBatcher: { MaxItemsPerBatch: imports.rowsPerBatch },
      ItemProcessor: { ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'EXPRESS' } },
      Next: 'finalize_parent_job',
    });
  });

  test('sends a batch once: the context that goes with it holds no second copy', () => {
    const { Payload } = map.ItemProcessor.States.csv_rows_handler.Arguments;
    expect(Payload.context).toContain("{'Input': {}}");
  });

  test('waits for pending rows as long as they can be repaired, within the history', () => {
    const [pending] = definition.States.finalize_parent_job.Retry;
    expect(pending).toMatchObject({ ErrorEquals: ['RowsPending'], IntervalSeconds: 5, MaxDelaySeconds: 300 });
    let [seconds, delay] = [0, pending.IntervalSeconds];
    for (let attempt = 0; attempt < pending.MaxAttempts; attempt++) {
      seconds += delay;
      delay = Math.min(300, delay * pending.BackoffRate);
    }
    expect(seconds).toBeGreaterThanOrEqual(14 * 24 * 60 * 60);
    expect(pending.MaxAttempts * 3).toBeLessThan(24_900);
  });

  test('each error that is not retried is one that the handlers know', () => {
    const known = knownErrors('import-csv');
    expect(known).toEqual(expect.arrayContaining(UNMENDABLE_ERRORS));
    expect(known).toContain('RowsPending');
  });
});

describe('rights', () => {
  test('of the machine: its functions, its children, import files and results', () => {
    expect(particular(NAME)).toEqual(
      [
        `lambda:InvokeFunction on ${functionArn('csv-rows-handler')}`,
        `lambda:InvokeFunction on ${functionArn('finalize-parent-job')}`,
        `s3:GetObjectVersion on arn:aws:s3:::${stored('imports_name')}/imports/*`,
        ...['AbortMultipartUpload', 'GetObject', 'ListMultipartUploadParts', 'PutObject'].map(
          (action) => `s3:${action} on arn:aws:s3:::${stored('imports_name')}/results/*`,
        ),
        `states:DescribeExecution on arn:aws:states:ap-northeast-1:333333333333:execution:${NAME}:*`,
        `states:RedriveExecution on arn:aws:states:ap-northeast-1:333333333333:execution:${NAME}/import-csv:*`,
        `states:StartExecution on ${MACHINE}`,
        `states:StopExecution on arn:aws:states:ap-northeast-1:333333333333:execution:${NAME}:*`,
      ].sort(),
    );
  });

  const results = ['AbortMultipartUpload', 'GetObject', 'PutObject'].map(
    (action) => `s3:${action} on ${BUCKET}/results/*`,
  );
  const stream = (arn: string) =>
    ['DescribeStream', 'GetRecords', 'GetShardIterator', 'ListStreams'].map((action) => `dynamodb:${action} on ${arn}`);
  const ledger = ['GetItem', 'Query', 'UpdateItem'].map((action) => `dynamodb:${action} on ${TMP}`);
  const applying = [
    `dynamodb:PutItem on ${TMP}`,
    ...['BatchGetItem', 'PutItem', 'Query', 'UpdateItem'].map((action) => `dynamodb:${action} on ${COMMANDS}`),
    ...['BatchGetItem', 'GetItem', 'UpdateItem'].map((action) => `dynamodb:${action} on ${stored('data_arn')}`),
    `dynamodb:PutItem on ${stored('history_arn')}`,
    ...Object.keys(readModels).map((name) => `dynamodb:UpdateItem on ${stored(`${name}_arn`)}`),
  ];
  const failures = `sqs:SendMessage on ${queueArn('import-csv-stream-failures')}`;

  test.each<[string, string[]]>([
    [
      'start',
      [
        ...ledger,
        ...results,
        `dynamodb:BatchWriteItem on ${TMP}`,
        `dynamodb:PutItem on ${TMP}`,
        `s3:GetObject on ${BUCKET}/imports/*`,
        `s3:GetObjectVersion on ${BUCKET}/imports/*`,
        `s3:ListBucket on ${BUCKET}`,
        ...['DeleteMessage', 'GetQueueAttributes', 'ReceiveMessage'].map(
          (action) => `sqs:${action} on ${queueArn('import-action-queue')}`,
        ),
        `states:StartExecution on ${MACHINE}`,
      ],
    ],
    [
      'csv-rows-handler',
      [`dynamodb:BatchWriteItem on ${TMP}`, `dynamodb:PutItem on ${TMP}`, `s3:PutObject on ${BUCKET}/results/*`],
    ],
    ['apply-rows', [...applying, ...ledger, ...results, ...stream(stored('import_tmp_stream_arn')), failures]],
    [
      'row-settled',
      [
        ...ledger,
        ...results,
        `dynamodb:PutItem on ${TMP}`,
        `dynamodb:GetItem on ${COMMANDS}`,
        ...stream(stored('commands_stream_arn')),
        failures,
      ],
    ],
    ['finalize-parent-job', [...applying, ...ledger, ...results, `dynamodb:BatchWriteItem on ${TMP}`]],
    ['settle', [`dynamodb:UpdateItem on ${TMP}`, `sqs:SendMessage on ${queueArn('import-csv-settle-failures')}`]],
    ['http', [...ledger, `s3:GetObject on ${BUCKET}/results/*`, `s3:PutObject on ${BUCKET}/imports/*`]],
  ])('of %s: what it does, and nothing else', (name, expected) => {
    expect(particular(`${NAME}-${name}`)).toEqual([...expected].sort());
  });

  test('on the key that encrypts objects and queues, through their services only', () => {
    const keys = prod.statements(`${NAME}-start`).filter(({ Sid }) => Sid.startsWith('KeyOf'));
    expect(keys.map(({ Sid, Action }) => [Sid, Action.length])).toEqual([
      ['KeyOfTables', 6],
      ['KeyOfQueues', 1],
      ['KeyOfObjects', 2],
    ]);
  });
});

describe('triggers', () => {
  const mapping = (name: string) => prod.one('aws_lambda_event_source_mapping', 'function_name', functionArn(name));

  test('files under imports/ and requests reach one queue, that takes from this bucket only', () => {
    expect(prod.those('aws_s3_bucket_notification', 'bucket', stored('imports_name'))).toEqual([
      {
        bucket: stored('imports_name'),
        queue: [
          { queue_arn: queueArn('import-action-queue'), events: ['s3:ObjectCreated:*'], filter_prefix: 'imports/' },
        ],
      },
    ]);
    const queue = prod.one('aws_sqs_queue', 'name', 'prod-blueprint-import-action-queue');
    expect(queue).toMatchObject({ visibility_timeout_seconds: 360 });
    expect(JSON.parse(String(queue.redrive_policy))).toEqual({
      deadLetterTargetArn: queueArn('import-action-dead-letters'),
      maxReceiveCount: 5,
    });
    expect(JSON.parse(String(queue.policy)).Statement[1]).toMatchObject({
      Principal: { Service: 's3.amazonaws.com' },
      Condition: { ArnEquals: { 'aws:SourceArn': BUCKET }, StringEquals: { 'aws:SourceAccount': '333333333333' } },
    });
    expect(mapping('start')).toMatchObject({
      scaling_config: { maximum_concurrency: ofQueue.maximumConcurrency },
      batch_size: ofQueue.batchSize,
    });
  });

  test('chunks are applied by no more functions than an import may have', () => {
    expect(mapping('apply-rows')).toMatchObject({
      filter_criteria: {
        filter: [{ pattern: '{"eventName":["INSERT"],"dynamodb":{"Keys":{"sk":{"S":[{"prefix":"ROWS#"}]}}}}' }],
      },
      parallelization_factor: imports.appliers,
      function_response_types: ['ReportBatchItemFailures'],
    });
  });

  test('only commands that an import waits for reach it', () => {
    const { filter } = mapping('row-settled').filter_criteria as { filter: { pattern: string }[] };
    expect(JSON.parse(filter[0]?.pattern ?? '')).toEqual({
      eventName: ['MODIFY'],
      dynamodb: {
        NewImage: {
          origin: { M: { awaited: { BOOL: [true] } } },
          status: { S: ['applied', 'skipped', 'failed'] },
        },
      },
    });
  });
});

describe('alarms', () => {
  const names = prod.all('aws_cloudwatch_metric_alarm').map(({ alarm_name }) => String(alarm_name));

  test.each([
    'import-csv-ExecutionsFailed',
    'import-action-queue-age',
    'import-action-dead-letters-depth',
    'import-csv-stream-failures-depth',
    'import-csv-settle-failures-depth',
    'import-csv-apply-rows-iterator-age',
    'import-csv-row-settled-iterator-age',
    'import-csv-csv-rows-handler-Errors',
  ])('%s', (name) => {
    expect(names).toContain(`prod-blueprint-${name}`);
  });

  test('none for the errors by which an import waits', () => {
    expect(names).not.toContain('prod-blueprint-import-csv-finalize-parent-job-Errors');
  });
});
