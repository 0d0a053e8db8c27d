import { type JsonObject, workflow } from '@blueprint/asl';
import { type FunctionArn, lambdaTasks } from '../constructs/lambda-task';

/** Names of the image handlers' errors that come again however often a state is retried. */
export const UNMENDABLE_ERRORS = ['InvalidEnvironment', 'InvalidEvent', 'OriginalMissing', 'UnsupportedImage'];

/** What is the original's fault and not ours: nobody needs to be woken, and no redrive mends it. */
const ORIGINALS_FAULT = ['UnsupportedImage', 'OriginalMissing'];

/** Seconds that a write of one row may take. */
const WRITE_SECONDS = 10;

/** Longer than every attempt of every Task takes, in seconds. */
const TIMEOUT_SECONDS = 1_800;

export interface ImageProps {
  readonly functionArn: FunctionArn;
  /** Name of the table of what became of each original. */
  readonly table: string;
}

/**
 * Makes the images that pages show of one original, side by side, and records what came of it. Input: one version of an object. An
 * original that can't be used is recorded too, with the reason: that is an outcome, not a failure. Any other error of a branch has no
 * way on: it stops the other branch and fails the execution, and a redrive runs again what did not succeed.
 */
export function image({ functionArn, table }: ImageProps) {
  const { lambda } = lambdaTasks(functionArn, UNMENDABLE_ERRORS);
  return workflow({
    Comment: 'Makes the images that pages show of one original',
    QueryLanguage: 'JSONata',
    StartAt: 'ProcessImage',
    TimeoutSeconds: TIMEOUT_SECONDS,
    States: {
      ProcessImage: {
        Type: 'Parallel',
        Branches: [
          { StartAt: 'Resize', States: { Resize: { ...lambda('image/resize'), End: true } } },
          { StartAt: 'Thumbnail', States: { Thumbnail: { ...lambda('image/thumbnail'), End: true } } },
        ],
        Catch: [
          {
            ErrorEquals: ORIGINALS_FAULT,
            Output: {
              error: '{% $states.errorOutput.Error %}',
              reason: '{% $parse($states.errorOutput.Cause).errorMessage %}',
            },
            Next: 'SaveRefusal',
          },
        ],
        Output: {
          original: '{% $states.result[0].original %}',
          resized: '{% $states.result[0].derived %}',
          thumbnail: '{% $states.result[1].derived %}',
        },
        Next: 'SaveResults',
      },
      SaveResults: save(table, 'processed', {
        original: { M: picture('original') },
        resized: { M: stored('resized') },
        thumbnail: { M: stored('thumbnail') },
      }),
      SaveRefusal: save(table, 'refused', {
        error: { S: '{% $states.input.error %}' },
        reason: { S: '{% $states.input.reason %}' },
      }),
    },
  });
}

const INPUT = '$states.context.Execution.Input';

/**
 * Writes the one row of an original, which only says again what it said when a run is repeated: of which original it is, by the same
 * hash as `imageId` in lambdas/image/keys.ts, and what came of it.
 */
function save(TableName: string, status: 'processed' | 'refused', outcome: JsonObject) {
  return {
    Type: 'Task',
    Resource: 'arn:aws:states:::dynamodb:putItem',
    Arguments: {
      TableName,
      Item: {
        pk: { S: `{% 'IMAGE#' & ${INPUT}.tenantCode %}` },
        sk: { S: `{% $hash(${INPUT}.key & '@' & ${INPUT}.versionId, 'SHA-256') %}` },
        status: { S: status },
        key: { S: `{% ${INPUT}.key %}` },
        versionId: { S: `{% ${INPUT}.versionId %}` },
        requestId: { S: `{% ${INPUT}.requestId %}` },
        savedAt: { S: '{% $states.context.State.EnteredTime %}' },
        ...outcome,
      },
    },
    Output: `{% $merge([{'status': '${status}'}, $states.input]) %}`,
    TimeoutSeconds: WRITE_SECONDS,
    Retry: [
      {
        ErrorEquals: ['States.TaskFailed', 'States.Timeout'],
        IntervalSeconds: 1,
        MaxAttempts: 6,
        BackoffRate: 2,
        MaxDelaySeconds: 60,
        JitterStrategy: 'FULL',
      },
    ],
    End: true,
  } as const;
}

/** A picture in DynamoDB's JSON, which writes numbers as texts. */
function picture(name: string) {
  const number = (field: string) => ({ N: `{% $string($states.input.${name}.${field}) %}` });
  return {
    contentType: { S: `{% $states.input.${name}.contentType %}` },
    width: number('width'),
    height: number('height'),
    bytes: number('bytes'),
  };
}

function stored(name: string) {
  return { key: { S: `{% $states.input.${name}.key %}` }, ...picture(name) };
}
