import * as z from 'zod/mini';
import { InvalidEnvironment } from './errors';
import { describeIssues } from './issues';

/** Every variable a function may ask for. Tables are open-ended, so that a new read model needs no line here. */
export interface Environment {
  [table: `${string}_TABLE`]: string;
  OPEN_INDEX: string;
  STATE_MACHINE_ARN: string;
  REJECTED_QUEUE_URL: string;
  /** The machine for tasks whose items are more than one execution's history can hold. */
  DISTRIBUTED_STATE_MACHINE_ARN: string;
  /** The most items that a task may have in an execution whose map is inline. */
  INLINE_ITEMS_LIMIT: number;
  ACTION_QUEUE_URL: string;
  NOTIFICATION_QUEUE_URL: string;
  /** JSON array of the URLs that are told of every status. May hold credentials. */
  WEBHOOK_URLS: string;
  /** Name of the SSM parameter that holds the key of the signatures. */
  SIGNING_KEY_PARAMETER: string;
  /** Bucket of import files, and of what became of them. */
  IMPORTS_BUCKET: string;
  /** Days that the rows and counts of an import are kept. */
  JOBS_DAYS: number;
  /** Rows of one batch of an import. */
  ROWS_PER_BATCH: number;
  /** Days that a settled command's row, or the rows of a task, are kept. */
  RETENTION_DAYS: number;
  /** Seconds after which a command that is not settled counts as stuck. */
  STUCK_AFTER_SECONDS: number;
}

const text = z.string().check(z.minLength(1));
const positiveInteger = z.coerce.number().check(z.multipleOf(1), z.positive());
const numeric: ReadonlySet<string> = new Set<keyof Environment>([
  'RETENTION_DAYS',
  'STUCK_AFTER_SECONDS',
  'INLINE_ITEMS_LIMIT',
  'JOBS_DAYS',
  'ROWS_PER_BATCH',
]);

/**
 * The variables of one function, read and checked once at cold start.
 *
 * @param functionPath the function as `<workflow>/<file>`, named in the error
 * @throws InvalidEnvironment naming the function and each variable that is missing or malformed
 */
export function environment<K extends keyof Environment>(
  functionPath: string,
  names: readonly K[],
  source: Readonly<Record<string, string | undefined>> = process.env,
): Pick<Environment, K> {
  const problems: string[] = [];
  const values: Record<string, string | number> = {};
  for (const name of names) {
    const raw = source[name];
    const parsed = (numeric.has(name) ? positiveInteger : text).safeParse(raw);
    if (parsed.success) values[name] = parsed.data;
    else
      problems.push(raw === undefined ? `${name} is missing` : `${name} is "${raw}": ${describeIssues(parsed.error)}`);
  }
  if (problems.length > 0) {
    throw new InvalidEnvironment(
      `${functionPath} can't start: ${problems.join(', ')}. Set it in the environment of the function where it is deployed.`,
    );
  }
  // Each name in K was just parsed by the schema that its type in Environment stands for.
  return values as Pick<Environment, K>;
}
