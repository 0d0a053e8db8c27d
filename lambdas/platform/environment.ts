import * as z from 'zod/mini';
import { InvalidEnvironment } from './errors';
import { describeIssues } from './issues';

/** Every variable a function may ask for. Tables are open-ended, so that a new read model needs no line here. */
export interface Environment {
  [table: `${string}_TABLE`]: string;
  OPEN_INDEX: string;
  STATE_MACHINE_ARN: string;
  REJECTED_QUEUE_URL: string;
  /** Days that a command row is kept after it was settled. */
  RETENTION_DAYS: number;
  /** Seconds after which a command that is not settled counts as stuck. */
  STUCK_AFTER_SECONDS: number;
}

const text = z.string().check(z.minLength(1));
const positiveInteger = z.coerce.number().check(z.multipleOf(1), z.positive());
const numeric: ReadonlySet<string> = new Set<keyof Environment>(['RETENTION_DAYS', 'STUCK_AFTER_SECONDS']);

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
