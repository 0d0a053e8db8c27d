import { createHash } from 'node:crypto';
import * as z from 'zod/mini';
import { callerContext } from '../platform/caller-context';
import { describeIssues } from '../platform/issues';
import { InvalidTask, ValidationFailed } from './errors';
import { MAX_ITEMS, MAX_TIMEOUT_SECONDS, taskId, tenantCode } from './keys';
import { processorOf } from './processors';

/** The largest item, in bytes as JSON. */
export const ITEM_LIMIT_BYTES = 100 * 1024;
/** An error that lists every one of ten thousand items helps nobody. */
const MOST_ISSUES = 10;

const submission = z.object({
  taskType: z.string(),
  tenantCode,
  items: z
    .array(z.unknown())
    .check(
      z.minLength(1, 'a task has at least one item'),
      z.maxLength(MAX_ITEMS, `a task has at most ${MAX_ITEMS} items`),
    ),
  context: callerContext,
  taskId: z.optional(taskId),
});

/** What a caller submits, when it can be a task. */
export interface CheckedTask {
  items: readonly unknown[];
  timeoutSeconds: number;
  /** Hash of type and items. */
  digest: string;
}

/**
 * Checks what a caller submits, before anything is stored.
 *
 * @throws InvalidTask naming the field, or the item, and its limit
 * @throws UnknownTaskType, ValidationFailed
 */
export function checkSubmission(input: unknown): CheckedTask {
  const parsed = submission.safeParse(input);
  if (!parsed.success) throw new InvalidTask(describeIssues(parsed.error));
  const { taskType, items, context } = parsed.data;
  if (context.tenantCode !== parsed.data.tenantCode) {
    throw new InvalidTask(`tenantCode: "${parsed.data.tenantCode}" must be the caller's own, "${context.tenantCode}"`);
  }
  const processor = processorOf(taskType);
  if (processor.timeoutSeconds > MAX_TIMEOUT_SECONDS) {
    throw new InvalidTask(
      `tasks of ${taskType} may take ${processor.timeoutSeconds} s; the limit is ${MAX_TIMEOUT_SECONDS} s`,
    );
  }
  const parsedItems = items.map((item) => processor.parse(item));
  const accepted = parsedItems.flatMap((one) => ('item' in one ? [one.item] : []));
  const issues = parsedItems.flatMap((one, index) => ('issues' in one ? [`item ${index + 1}: ${one.issues}`] : []));
  if (issues.length > 0) {
    const more = issues.length > MOST_ISSUES ? `; and ${issues.length - MOST_ISSUES} items more` : '';
    throw new ValidationFailed(taskType, `${issues.slice(0, MOST_ISSUES).join('; ')}${more}`);
  }
  return { items: accepted, timeoutSeconds: processor.timeoutSeconds, digest: digestOf(taskType, accepted) };
}

/** Items pass their schema first, so the order in which a caller writes their fields makes no other task of them. */
function digestOf(taskType: string, items: readonly unknown[]): string {
  const hash = createHash('sha256').update(taskType);
  for (const [index, item] of items.entries()) {
    const json = JSON.stringify(item);
    const bytes = Buffer.byteLength(json);
    if (bytes > ITEM_LIMIT_BYTES) {
      throw new InvalidTask(
        `item ${index + 1} takes ${bytes} bytes as JSON; the limit is ${ITEM_LIMIT_BYTES} bytes. Keep large content in S3 and its key here.`,
      );
    }
    hash.update(`\0${json}`);
  }
  return hash.digest('base64url');
}
