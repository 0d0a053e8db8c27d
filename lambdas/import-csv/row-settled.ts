import type {
  Context,
  DynamoDBBatchItemFailure,
  DynamoDBBatchResponse,
  DynamoDBRecord,
  DynamoDBStreamEvent,
} from 'aws-lambda';
import * as z from 'zod/mini';
import { readCommand } from '../command/reads';
import { dynamodb } from '../platform/dynamodb';
import { environment } from '../platform/environment';
import { InvalidEvent } from '../platform/errors';
import { instrumented } from '../platform/instrumentation';
import { describeIssues } from '../platform/issues';
import { logger } from '../platform/observability';
import { finishAfterChange } from './finish';
import { readJob } from './job-row';
import { endingOf, recordEndings } from './settled-rows';

const env = environment('import-csv/row-settled', ['COMMANDS_TABLE', 'IMPORT_TMP_TABLE', 'IMPORTS_BUCKET']);
const stores = { importTmp: env.IMPORT_TMP_TABLE, bucket: env.IMPORTS_BUCKET };

const text = z.object({ S: z.string() });
const number = z.object({ N: z.string() });

/** Which row of which import a command comes from, as DynamoDB writes it. */
const image = z.object({
  pk: text,
  entitySk: text,
  version: number,
  origin: z.object({ M: z.object({ job: text, chunk: number }) }),
});

/** Records of one chunk are recorded together: one write, and one count of the import, for all of them. */
interface Group {
  job: string;
  chunk: number;
  commands: { pk: string; sk: string; version: number }[];
  records: DynamoDBRecord[];
}

/**
 * Tells imports how the commands ended that went through the machine, from the stream of `commands`. The row is read again: a record
 * may be old news, the row is not.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/services-ddb-batchfailurereporting.html
 */
export const handler = (event: DynamoDBStreamEvent, lambda?: Context): Promise<DynamoDBBatchResponse> =>
  instrumented('row settled', {}, lambda, async () => {
    const { groups, unreadable } = groupsOf(event.Records);
    const failures = await Promise.all([...groups].map(recordGroup));
    return { batchItemFailures: [...failures.flat(), ...unreadable.map(failed)] };
  });

function groupsOf(records: readonly DynamoDBRecord[]): { groups: Iterable<Group>; unreadable: DynamoDBRecord[] } {
  const groups = new Map<string, Group>();
  const unreadable: DynamoDBRecord[] = [];
  for (const record of records) {
    const row = image.safeParse(record.dynamodb?.NewImage);
    if (!row.success) {
      const error = new InvalidEvent(`NewImage: ${describeIssues(row.error)}`);
      logger.error('record of no import: check the filter of the stream', { keys: record.dynamodb?.Keys, error });
      unreadable.push(record);
      continue;
    }
    const { pk, entitySk, version, origin } = row.data;
    const [job, chunk] = [origin.M.job.S, Number(origin.M.chunk.N)];
    const group = groups.get(`${job} ${chunk}`) ?? { job, chunk, commands: [], records: [] };
    groups.set(`${job} ${chunk}`, group);
    group.records.push(record);
    group.commands.push({ pk: pk.S, sk: entitySk.S, version: Number(version.N) });
  }
  return { groups: groups.values(), unreadable };
}

async function recordGroup({ job, chunk, commands, records }: Group): Promise<DynamoDBBatchItemFailure[]> {
  try {
    const rows = await Promise.all(commands.map((key) => readCommand(dynamodb, env.COMMANDS_TABLE, key)));
    const endings = rows.flatMap((row) => (row && endingOf(row)) ?? []);
    await recordEndings(env.IMPORT_TMP_TABLE, job, chunk, endings);
    const jobRow = await readJob(dynamodb, env.IMPORT_TMP_TABLE, job);
    if (jobRow !== undefined) await finishAfterChange(stores, jobRow);
    return [];
  } catch (error) {
    logger.error('records failed: they will be delivered again', {
      import: job,
      chunk,
      error: error instanceof Error ? error : String(error),
    });
    return records.map(failed);
  }
}

function failed(record: DynamoDBRecord): DynamoDBBatchItemFailure {
  return { itemIdentifier: record.dynamodb?.SequenceNumber ?? '' };
}
