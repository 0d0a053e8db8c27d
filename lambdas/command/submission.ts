import * as z from 'zod/mini';
import { callerContext } from '../platform/caller-context';
import { describeIssues } from '../platform/issues';
import { entityOf } from './entities';
import { BodyTooLarge, InvalidCommand } from './errors';
import { MAX_VERSION } from './keys';

const KIB = 1024;
/** A DynamoDB item holds 400 KB; the rest is for the keys, the waiter and the history's copy. */
export const BODY_LIMIT_BYTES = 300 * KIB;
const PK_LIMIT_BYTES = 2 * KIB;
const SK_LIMIT_BYTES = KIB;

/** `@` and ten digits, which a row key adds to the entity's sk. */
const VERSION_BYTES = 11;

const submission = z.object({
  pk: z.string().check(z.minLength(1)),
  sk: z.string().check(z.minLength(1)),
  expectedVersion: z.int().check(z.nonnegative(), z.maximum(MAX_VERSION - 1)),
  entityType: z.string(),
  action: z.enum(['put', 'delete']),
  attributes: z.optional(z.unknown()),
  context: callerContext,
  commandId: z.optional(z.string().check(z.minLength(1), z.maxLength(256))),
});

/**
 * Checks what a caller submits and returns the attributes to store (none for a delete).
 *
 * @throws InvalidCommand naming the field and its limit
 * @throws UnknownEntityType, ValidationFailed, BodyTooLarge
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html (keys 2048 and 1024 bytes, item 400 KB)
 */
export function checkSubmission(input: unknown): Record<string, unknown> | undefined {
  const parsed = submission.safeParse(input);
  if (!parsed.success) throw new InvalidCommand(describeIssues(parsed.error));
  const { pk, sk, entityType, action, attributes, context } = parsed.data;
  const entity = entityOf(entityType);
  if (pk !== `TENANT#${context.tenantCode}`) {
    throw new InvalidCommand(`pk: "${pk}" must be the caller's own tenant, "TENANT#${context.tenantCode}"`);
  }
  if (!sk.startsWith(entity.skPrefix) || sk === entity.skPrefix) {
    throw new InvalidCommand(`sk: "${sk}" must be "${entity.skPrefix}" and the id of the ${entityType}`);
  }
  // A read model's partition is the pk with `#` and the entity type behind it.
  checkKey('pk', pk, PK_LIMIT_BYTES - 1 - Buffer.byteLength(entityType));
  checkKey('sk', sk, SK_LIMIT_BYTES - VERSION_BYTES);
  if (action === 'delete') {
    if (attributes !== undefined) throw new InvalidCommand('attributes: a delete has none');
    return undefined;
  }
  const bytes = Buffer.byteLength(JSON.stringify(attributes) ?? '');
  if (bytes > BODY_LIMIT_BYTES) throw new BodyTooLarge(bytes, BODY_LIMIT_BYTES);
  return entity.validate(attributes);
}

function checkKey(field: 'pk' | 'sk', value: string, limit: number): void {
  const bytes = Buffer.byteLength(value);
  if (bytes > limit) throw new InvalidCommand(`${field}: takes ${bytes} bytes; the limit is ${limit}`);
  if (value.includes('\0')) throw new InvalidCommand(`${field}: must not hold a NUL character`);
}
