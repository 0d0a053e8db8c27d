import * as z from 'zod/mini';
import { operation } from '../platform/http/operation';
import { CONTENT_TOO_LARGE, IDEMPOTENCY_CONFLICT, NOT_FOUND } from '../platform/http/problem';
import { processingMode } from './job';
import { tableNames } from './tables';

/** The largest object that S3 takes at once. https://docs.aws.amazon.com/AmazonS3/latest/userguide/upload-objects.html */
export const MOST_FILE_BYTES = 5 * 1024 ** 3;
/** How long a URL that S3 was not asked by stays good. */
export const URL_SECONDS = 15 * 60;

const importId = z.string().check(z.regex(/^[\w-]{43}$/, 'must be the id that POST /imports answered'));
const count = z.int();

export const announceImport = operation({
  operationId: 'announceImport',
  method: 'POST',
  path: '/imports',
  summary: 'Announce a CSV file to import',
  description:
    'Answers where the file is to be put, and takes no file itself. S3 takes the very bytes that are announced here, once, within ' +
    `${URL_SECONDS / 60} minutes; a repeat of the request answers a new URL for the same file. The import begins when the file is there.`,
  access: 'jwt',
  body: z.strictObject({
    table: z.enum(tableNames),
    /** Size of the file. */
    bytes: z.int().check(z.positive(), z.maximum(MOST_FILE_BYTES)),
    /** SHA-256 of the file, as `sha256sum` prints it. */
    sha256: z.string().check(z.regex(/^[0-9a-f]{64}$/, 'must be 64 hexadecimal digits in lower case')),
    /** `STEP_FUNCTION` takes files of any size; `DIRECT` small ones, with backslashes and rows of uneven length. */
    mode: z._default(processingMode, 'STEP_FUNCTION'),
  }),
  idempotent: true,
  answers: {
    201: {
      description: 'The file may be put there',
      body: z.object({
        importId,
        upload: z.object({
          method: z.literal('PUT'),
          /** Whoever has it may put the file there. */
          url: z.string(),
          /** To be sent as they are. */
          headers: z.record(z.string(), z.string()),
          expiresAt: z.string(),
        }),
      }),
      headers: { location: 'Where the status of the import can be read' },
    },
  },
  problems: [IDEMPOTENCY_CONFLICT, CONTENT_TOO_LARGE],
});

export const getImport = operation({
  operationId: 'getImport',
  method: 'GET',
  path: '/imports/{importId}',
  summary: 'How an import stands',
  access: 'jwt',
  params: z.object({ importId }),
  answers: {
    200: {
      description: 'The import, whether or not its file is there',
      body: z.object({
        importId,
        table: z.string(),
        status: z.enum(['AWAITING_FILE', 'CREATED', 'PROCESSING', 'COMPLETED', 'FAILED']),
        announcedAt: z.string(),
        startedAt: z.optional(z.string()),
        completedAt: z.optional(z.string()),
        /** Rows of the file; `read` is the sum of the others. */
        rows: z.optional(z.object({ read: count, rejected: count, applied: count, failed: count, pending: count })),
        /** A CSV file of the rows that were rejected or have failed, each with its number and the reason. */
        rejects: z.optional(z.object({ url: z.string(), expiresAt: z.string() })),
        /** Name of the error that the import failed with. */
        error: z.optional(z.string()),
        /** What is wrong with a file that was refused, and what to do. */
        reason: z.optional(z.string()),
      }),
    },
  },
  problems: [NOT_FOUND],
});

export const operations = [announceImport, getImport];
