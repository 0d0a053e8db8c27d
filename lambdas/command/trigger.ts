import { MetricUnit } from '@aws-lambda-powertools/metrics';
import type { DynamoDBRecord } from 'aws-lambda';
import { streamHandler } from '../platform/batch-handlers';
import { environment } from '../platform/environment';
import { logger, metrics } from '../platform/observability';
import { reject } from '../platform/rejected-record';
import { sfn } from '../platform/sfn';
import { Executions } from './executions';
import { commandLogKeys } from './keys';
import { readRecord } from './stream-record';

const env = environment('command/trigger', ['STATE_MACHINE_ARN', 'REJECTED_QUEUE_URL']);
const executions = new Executions(sfn, env.STATE_MACHINE_ARN);

/**
 * Starts one execution per accepted command, from the stream of the commands table. The records run side by side: the machine
 * itself puts the versions of an entity in order, and a record delivered again finds its execution started. Lambda takes the
 * lowest sequence number among the reported ones as its checkpoint and delivers everything from there again.
 *
 * A record that can't be read would fail for ever and hold up its shard: it goes to the rejected queue with the reason and counts
 * as done. When AWS refuses a call, the record is reported as failed.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/services-ddb-batchfailurereporting.html
 */
export const handler = streamHandler('trigger', startOrReject);

async function startOrReject(record: DynamoDBRecord): Promise<void> {
  if (record.eventName !== 'INSERT') return;
  const read = readRecord(record);
  try {
    if ('reason' in read) {
      await reject(env.REJECTED_QUEUE_URL, record, read.reason);
      metrics.addMetric('RecordsRejected', MetricUnit.Count, 1);
      logger.error('record rejected', { reason: read.reason, keys: record.dynamodb?.Keys });
    } else {
      await executions.start(read.key, 1);
      logger.info('execution started', commandLogKeys(read.key));
    }
  } catch (error) {
    logger.error('record failed: it will be delivered again', error instanceof Error ? error : String(error));
    throw error;
  }
}
