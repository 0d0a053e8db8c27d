import { workflow } from '@blueprint/asl';
import { DEVICE_ID, MOMENT, MOST_READINGS } from '@blueprint/lambdas/event-intake/readings';

/**
 * Three steps one after the other at the most, each with six attempts of 10 s and up to 31 s of waiting between them, end within
 * the five minutes of an Express execution: what can't be done is kept before they are over.
 */
const WHOLE_SECONDS = 290;
const ATTEMPT_SECONDS = 10;
const AGAIN = {
  ErrorEquals: ['States.TaskFailed', 'States.Timeout'],
  IntervalSeconds: 1,
  MaxAttempts: 5,
  BackoffRate: 2,
  JitterStrategy: 'FULL',
} as const;

/** What no attempt could do goes to a queue, as the input of an execution that does it later. */
const OTHERWISE = {
  ErrorEquals: ['States.ALL'],
  Output: {
    error: '{% $states.errorOutput.Error %}',
    cause: '{% $states.errorOutput.Cause %}',
    input: '{% $states.input %}',
  },
  Next: 'KeepReadings',
} as const;

/** How long a reading's row stays: 90 days from its moment. */
const RETENTION_SECONDS = 90 * 86_400;

/** Which readings are not as `readings.ts` of the functions has them, counted from 1. */
const BAD_READINGS = `$map($states.input.readings, function($one, $index) {
  $not($type($one) = 'object' and $type($one.deviceId) = 'string' and $type($one.at) = 'string' and $type($one.celsius) = 'number'
    ? $contains($one.deviceId, /${DEVICE_ID}/) and $contains($one.at, /${MOMENT}/)
    : false) ? $index + 1
})`;

export interface EventIntakeProps {
  readonly tableName: string;
  /** URL of the queue that keeps what could not be stored or told. */
  readonly keptUrl: string;
  /** Whom events of the default bus name as their source. */
  readonly source: string;
  /** The highest temperature that nobody needs to hear of, °C. */
  readonly alarmAboveCelsius: number;
}

/**
 * Stores a batch of readings, and tells of those that are too hot. Runs as an asynchronous Express workflow, which may run more than
 * once for one start. Hence a row's key follows from device and moment, and the first write stays: repeats, and batches that
 * come late, change nothing. An alarm may be told again; its readings say by device and moment which one it is.
 *
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/choosing-workflow-type.html
 */
export function eventIntake({ tableName, keptUrl, source, alarmAboveCelsius }: EventIntakeProps) {
  const hot = `[$filter($states.input.readings, function($one) { $one.celsius > ${alarmAboveCelsius} })]`;
  return workflow({
    Comment: 'Stores a batch of readings of devices',
    QueryLanguage: 'JSONata',
    StartAt: 'ValidateReadings',
    TimeoutSeconds: WHOLE_SECONDS,
    States: {
      ValidateReadings: {
        Type: 'Choice',
        Choices: [
          {
            Condition: `{% $not($states.input.schemaVersion = 1 and $type($states.input.tenantCode) = 'string' and $type($states.input.requestId) = 'string' and $type($states.input.readings) = 'array') %}`,
            Output: 'the input must have schemaVersion 1, tenantCode, requestId and readings',
            Next: 'InvalidReadings',
          },
          {
            Condition: `{% $not($count($states.input.readings) in [1..${MOST_READINGS}]) %}`,
            Output: `readings must be a list of 1–${MOST_READINGS}`,
            Next: 'InvalidReadings',
          },
          {
            Condition: `{% $count(${BAD_READINGS}) > 0 %}`,
            Output: `{% 'reading ' & $join($map(${BAD_READINGS}, $string), ', ') & ': must have deviceId, at and celsius' %}`,
            Next: 'InvalidReadings',
          },
        ],
        Default: 'StoreReadings',
      },
      StoreReadings: {
        Type: 'Map',
        Items: '{% $states.input.readings %}',
        ItemSelector: {
          tenantCode: '{% $states.input.tenantCode %}',
          requestId: '{% $states.input.requestId %}',
          reading: '{% $states.context.Map.Item.Value %}',
        },
        ItemProcessor: {
          ProcessorConfig: { Mode: 'INLINE' },
          StartAt: 'StoreReading',
          States: {
            StoreReading: {
              Type: 'Task',
              Resource: 'arn:aws:states:::dynamodb:putItem',
              Arguments: {
                TableName: tableName,
                Item: {
                  pk: { S: "{% 'TENANT#' & $states.input.tenantCode & '#DEVICE#' & $states.input.reading.deviceId %}" },
                  sk: { S: "{% 'READING#' & $states.input.reading.at %}" },
                  celsius: { N: '{% $string($states.input.reading.celsius) %}' },
                  requestId: { S: '{% $states.input.requestId %}' },
                  ttl: {
                    N: `{% $string($floor($toMillis($states.input.reading.at) / 1000) + ${RETENTION_SECONDS}) %}`,
                  },
                },
                ConditionExpression: 'attribute_not_exists(pk)',
              },
              TimeoutSeconds: ATTEMPT_SECONDS,
              Retry: [
                {
                  ErrorEquals: ['DynamoDB.ConditionalCheckFailedException', 'States.QueryEvaluationError'],
                  MaxAttempts: 0,
                },
                AGAIN,
              ],
              Catch: [{ ErrorEquals: ['DynamoDB.ConditionalCheckFailedException'], Next: 'AlreadyStored' }],
              Output: {},
              End: true,
            },
            AlreadyStored: { Type: 'Pass', Output: {}, End: true },
          },
        },
        Output: '{% $states.input %}',
        Catch: [OTHERWISE],
        Next: 'DetectAlarm',
      },
      DetectAlarm: {
        Type: 'Choice',
        Choices: [
          {
            Condition: `{% $count(${hot}) > 0 %}`,
            Output: `{% $merge([$states.input, {'readings': ${hot}}]) %}`,
            Next: 'NotifyAlarm',
          },
        ],
        Default: 'Stored',
      },
      NotifyAlarm: {
        Type: 'Task',
        Resource: 'arn:aws:states:::events:putEvents',
        Arguments: {
          Entries: [
            {
              Source: source,
              DetailType: 'Temperature Alarm',
              Detail: { tenantCode: '{% $states.input.tenantCode %}', readings: '{% $states.input.readings %}' },
            },
          ],
        },
        TimeoutSeconds: ATTEMPT_SECONDS,
        Retry: [AGAIN],
        Catch: [OTHERWISE],
        Next: 'Stored',
      },
      Stored: { Type: 'Succeed', Output: {} },
      InvalidReadings: { Type: 'Fail', Error: 'InvalidReadings', Cause: '{% $states.input %}' },
      KeepReadings: {
        Type: 'Task',
        Resource: 'arn:aws:states:::sqs:sendMessage',
        Arguments: { QueueUrl: keptUrl, MessageBody: '{% $states.input %}' },
        TimeoutSeconds: ATTEMPT_SECONDS,
        Retry: [AGAIN],
        Output: '{% $states.input.error %}',
        Next: 'ReadingsKept',
      },
      ReadingsKept: {
        Type: 'Fail',
        Error: 'ReadingsKept',
        Cause: "{% 'It could not be done (' & $states.input & '), and lies in the queue.' %}",
      },
    },
  });
}
