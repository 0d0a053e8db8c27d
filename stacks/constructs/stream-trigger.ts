import { LambdaEventSourceMapping } from '@cdktf/provider-aws/lib/lambda-event-source-mapping';
import type { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import { within } from './limits';
import type { NodeFunction } from './node-function';
import type { Queue } from './queue';

const LIMITS = 'https://docs.aws.amazon.com/lambda/latest/api/API_CreateEventSourceMapping.html';

export interface StreamTriggerProps {
  /** ARN of a table's stream. */
  readonly streamArn: string;
  readonly target: NodeFunction;
  /** Hears which records were given up: sequence numbers only, never the records. */
  readonly onFailure: Queue;
  /** What must be there before the first record comes. Default: nothing but the function and its rights. */
  readonly after?: readonly ITerraformDependable[];
  /** Which records invoke the function, as an EventBridge pattern. */
  readonly filter: object;
  /** Records of one invocation, 1–10,000. */
  readonly batchSize: number;
  /** Seconds to gather a batch, 0–300. */
  readonly windowSeconds: number;
  /** Concurrent batches of one shard, 1–10. */
  readonly parallelization: number;
  /** Further attempts before a record is given up, 0–10,000. Default: 10. */
  readonly retries?: number;
  /** Age in seconds at which a record is given up, 60–604,800. Default: 12 hours, half of what a stream keeps. */
  readonly maxAgeSeconds?: number;
}

/**
 * Invokes a function with the records of a table's stream, from the oldest on. A failed batch is resumed at the record that
 * failed, then halved until the poison record stands alone; that one goes to the failure queue and the rest goes on.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/services-ddb-batchfailurereporting.html
 */
export class StreamTrigger extends Construct {
  constructor(scope: Construct, id: string, props: StreamTriggerProps) {
    super(scope, id);
    const { target, onFailure, streamArn, retries = 10, maxAgeSeconds = 43_200 } = props;
    within(this, 'batchSize', props.batchSize, [1, 10_000], LIMITS);
    within(this, 'windowSeconds', props.windowSeconds, [0, 300], LIMITS);
    within(this, 'parallelization', props.parallelization, [1, 10], LIMITS);
    within(this, 'retries', retries, [0, 10_000], LIMITS);
    within(this, 'maxAgeSeconds', maxAgeSeconds, [60, 604_800], LIMITS);
    this.allowReading(target, streamArn);
    target.grantSending('GivenUpRecords', onFailure);
    new LambdaEventSourceMapping(this, 'mapping', {
      eventSourceArn: streamArn,
      functionName: target.arn,
      startingPosition: 'TRIM_HORIZON',
      batchSize: props.batchSize,
      maximumBatchingWindowInSeconds: props.windowSeconds,
      parallelizationFactor: props.parallelization,
      filterCriteria: { filter: [{ pattern: JSON.stringify(props.filter) }] },
      functionResponseTypes: ['ReportBatchItemFailures'],
      bisectBatchOnFunctionError: true,
      maximumRetryAttempts: retries,
      maximumRecordAgeInSeconds: maxAgeSeconds,
      destinationConfig: { onFailure: { destinationArn: onFailure.arn } },
      // Lambda checks that the role may read the stream.
      dependsOn: [target.policy, ...(props.after ?? [])],
    });
  }

  /** @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/iam-policy-example-lamda-process-dynamodb-streams.html */
  private allowReading(target: NodeFunction, streamArn: string): void {
    target.grant({
      Sid: 'Stream',
      Action: ['dynamodb:DescribeStream', 'dynamodb:GetRecords', 'dynamodb:GetShardIterator', 'dynamodb:ListStreams'],
      Resource: [streamArn],
    });
  }
}
