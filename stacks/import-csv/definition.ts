import { workflow } from '@blueprint/asl';
import { type FunctionArn, lambdaTasks } from '../constructs/lambda-task';

/** Names of the import handlers' errors that come again however often a state is retried. */
export const UNMENDABLE_ERRORS = [
  'CorruptImport',
  'ImportMissing',
  'InvalidEnvironment',
  'InvalidEvent',
  'UnknownTable',
];

/** The longest that one attempt of `finalize_parent_job` may take, in seconds; merging the rejects of a large file takes minutes. */
export const FINALIZE_SECONDS = 600;

/** Seconds between two looks at an import whose rows wait, at the most. */
const LOOK_SECONDS = 300;
/**
 * Each attempt of a Task adds three events to the history (TaskScheduled, TaskStarted, TaskFailed), which holds 25,000. The 14 days
 * for which a row may wait are 1,209,600 s / 300 s + 10 attempts = 4,042 or 12,126 events; 8,000 are the most.
 */
const MOST_LOOKS = 8_000;
/** The first looks come sooner: 5 s, 7.5 s, … 300 s. */
const EARLY_LOOKS = 10;

/**
 * Of the 262,144 bytes that a child's input may have. Its Task passes the input on with the rest of the context, from which a second
 * copy of it is left out.
 */
const BATCH_BYTES = 200_000;
const CONTEXT = "{% $merge([$states.context, {'Execution': $merge([$states.context.Execution, {'Input': {}}])}]) %}";

export interface ImportCsvProps {
  readonly functionArn: FunctionArn;
  /** Name of the bucket of import files and their results. */
  readonly bucket: string;
  /** Rows that one child execution gets. */
  readonly rowsPerBatch: number;
  /** Child executions at once. */
  readonly batches: number;
  /** Failed batches, in percent, up to which the map goes on. They are processed again at the end. */
  readonly toleratedFailurePercentage: number;
  /** Seconds that a row may wait for the commands before it. */
  readonly waitSeconds: number;
}

/**
 * Imports one file: hands its rows in batches to `csv_rows_handler`, then waits until each has its final state. Input: the import and
 * its file, with the version of the object. A redrive resumes the batches that failed, or the wait.
 */
export function importCsv(props: ImportCsvProps) {
  const { functionArn, bucket, rowsPerBatch, batches, toleratedFailurePercentage, waitSeconds } = props;
  const { lambda } = lambdaTasks(functionArn, UNMENDABLE_ERRORS);
  const rowsHandler = lambda('import-csv/csv-rows-handler');
  const finalize = lambda('import-csv/finalize-parent-job');
  return workflow({
    Comment: 'Imports one CSV file, row by row, and counts what became of each',
    QueryLanguage: 'JSONata',
    StartAt: 'import-csv',
    States: {
      'import-csv': {
        Type: 'Map',
        Label: 'import-csv',
        MaxConcurrency: batches,
        ItemReader: {
          Resource: 'arn:aws:states:::s3:getObject',
          ReaderConfig: { InputType: 'CSV', CSVHeaderLocation: 'FIRST_ROW' },
          Arguments: {
            Bucket: bucket,
            Key: "{% 'imports/' & $substringAfter($states.input.key, 'imports/') %}",
            VersionId: '{% $states.input.versionId %}',
          },
        },
        ItemSelector: {
          index: '{% $states.context.Map.Item.Index %}',
          row: '{% $states.context.Map.Item.Value %}',
        },
        ItemBatcher: {
          MaxItemsPerBatch: rowsPerBatch,
          MaxInputBytesPerBatch: BATCH_BYTES,
          BatchInput: {
            jobId: '{% $states.input.jobId %}',
            tableName: '{% $states.input.tableName %}',
            mode: '{% $states.input.mode %}',
            context: '{% $states.input.context %}',
            createdAt: '{% $states.input.createdAt %}',
            ttl: '{% $states.input.ttl %}',
          },
        },
        ToleratedFailurePercentage: toleratedFailurePercentage,
        ItemProcessor: {
          ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'EXPRESS' },
          StartAt: 'csv_rows_handler',
          States: {
            csv_rows_handler: {
              ...rowsHandler,
              Arguments: {
                FunctionName: rowsHandler.Arguments.FunctionName,
                Payload: { source: 'step-function', input: '{% $states.input %}', context: CONTEXT },
              },
              End: true,
            },
          },
        },
        ResultWriter: {
          Resource: 'arn:aws:states:::s3:putObject',
          Arguments: { Bucket: bucket, Prefix: "{% 'results/' & $states.input.jobId & '/map' %}" },
        },
        Retry: [
          {
            ErrorEquals: ['States.ItemReaderFailed', 'States.ResultWriterFailed'],
            IntervalSeconds: 10,
            MaxAttempts: 3,
            BackoffRate: 2,
          },
        ],
        Output:
          "{% $merge([$states.input, {'results': {'bucket': $states.result.ResultWriterDetails.Bucket, 'key': $states.result.ResultWriterDetails.Key}}]) %}",
        Next: 'finalize_parent_job',
      },
      finalize_parent_job: {
        ...finalize,
        TimeoutSeconds: FINALIZE_SECONDS + 60,
        Retry: [
          {
            ErrorEquals: ['RowsPending'],
            IntervalSeconds: 5,
            BackoffRate: 1.5,
            MaxDelaySeconds: LOOK_SECONDS,
            MaxAttempts: Math.min(MOST_LOOKS, Math.ceil(waitSeconds / LOOK_SECONDS) + EARLY_LOOKS),
          },
          ...finalize.Retry,
        ],
        Next: 'success',
      },
      success: { Type: 'Succeed' },
    },
  });
}
