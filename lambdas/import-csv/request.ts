import * as z from 'zod/mini';
import { InvalidEvent } from '../platform/errors';
import { describeIssues } from '../platform/issues';
import { type CreatedObject, createdObjects } from '../platform/object-created';
import { type ProcessingMode, processingMode } from './job';

/** Where files to import lie in the bucket. */
export const IMPORTS_PREFIX = 'imports/';

/** Who may have files: the tenant is a part of their keys. */
export const TENANT_OF_FILES = /^[\w-]{1,64}$/;

/** Key of the file of an upload. */
export function uploadKey(tenantCode: string, tableName: string, uploadId: string): string {
  return `${IMPORTS_PREFIX}${tenantCode}/${tableName}/${uploadId}.csv`;
}

function uploadIdOf(key: string): string | undefined {
  return /\/([\w-]{43})\.csv$/.exec(key)?.[1];
}

/** A file that somebody wants imported. */
export interface ImportRequest {
  key: string;
  /** The newest one when absent. */
  versionId?: string | undefined;
  tableName: string;
  mode: ProcessingMode;
  context: { tenantCode: string; userId: string; requestId: string };
  /** Of a file whose key looks like that of an upload: who announced it says by whom and how it is imported. */
  uploadId?: string | undefined;
}

/** An object under `imports/` whose key does not say into which table of whom it goes. */
export interface MisplacedFile {
  key: string;
  versionId?: string | undefined;
  reason: string;
}

const text = z.string().check(z.minLength(1));
const code = z.string().check(z.regex(TENANT_OF_FILES, '1–64 letters, digits, hyphens and underscores'));

const request = z.object({
  tenantCode: code,
  tableName: text,
  s3Key: z.string().check(z.startsWith(IMPORTS_PREFIX)),
  versionId: z.optional(text),
  processingMode: z._default(processingMode, 'STEP_FUNCTION'),
  userId: z._default(text, 'import'),
  requestId: z.optional(text),
});

/**
 * What a message of the queue asks for: a notification of S3 that names objects, or a request.
 *
 * @param messageId stands for the request where the message names none
 * @throws InvalidEvent when it is neither
 */
export function readMessage(body: string, messageId: string): (ImportRequest | MisplacedFile)[] {
  const message = parseJson(body);
  const created = createdObjects(message);
  if (created) return created.map((object) => ofDrop(object, messageId));
  const asked = request.safeParse(message);
  if (!asked.success) {
    throw new InvalidEvent(
      `the message is neither a notification of S3 nor a request to import: ${describeIssues(asked.error)}. ` +
        'A request has tenantCode, tableName, s3Key and, where need be, versionId, processingMode, userId, requestId.',
    );
  }
  const { s3Key: key, versionId, tableName, processingMode: mode, tenantCode, userId, requestId } = asked.data;
  return [{ key, versionId, tableName, mode, context: { tenantCode, userId, requestId: requestId ?? messageId } }];
}

/** `imports/<tenant>/<table>/<file>.csv` */
function ofDrop(
  { key, versionId, userId, requestId }: CreatedObject,
  messageId: string,
): ImportRequest | MisplacedFile {
  const [, tenantCode, tableName] = /^imports\/([\w-]{1,64})\/([^/]+)\/.+\.csv$/i.exec(key) ?? [];
  if (tenantCode === undefined || tableName === undefined) {
    return { key, versionId, reason: `its key must be ${IMPORTS_PREFIX}<tenant>/<table>/<file>.csv` };
  }
  const context = { tenantCode, userId: userId ?? 's3', requestId: requestId ?? messageId };
  return { key, versionId, tableName, mode: 'STEP_FUNCTION', context, uploadId: uploadIdOf(key) };
}

function parseJson(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch (error) {
    throw new InvalidEvent(`the message is no JSON: ${(error as Error).message}`);
  }
}
