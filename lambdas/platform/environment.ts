import * as z from 'zod/mini';
import { InvalidEnvironment } from './errors';
import { describeIssues } from './issues';

/** A variable that holds a text, by the end of its name. */
type TextName =
  `${string}_${'TABLE' | 'ARN' | 'URL' | 'URLS' | 'EMAILS' | 'BUCKET' | 'KEY' | 'PARAMETER' | 'INDEX' | 'CLAIM' | 'NAME'}`;

/** A variable that holds a whole number above 0, by the end of its name. */
type NumberName = `${string}_${'DAYS' | 'SECONDS' | 'LIMIT' | 'PER_BATCH'}`;

/**
 * Every variable a function may ask for: what it is follows from the end of its name, so that a new one needs no line here. Names
 * of tables and the like are texts; days, seconds and limits are whole numbers above 0.
 */
export type Environment = { [name in TextName]: string } & { [name in NumberName]: number };

const text = z.string().check(z.minLength(1));
const positiveInteger = z.coerce.number().check(z.multipleOf(1), z.positive());
const NUMERIC = /_(DAYS|SECONDS|LIMIT|PER_BATCH)$/;

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
    const parsed = (NUMERIC.test(name) ? positiveInteger : text).safeParse(raw);
    if (parsed.success) values[name] = parsed.data;
    else
      problems.push(raw === undefined ? `${name} is missing` : `${name} is "${raw}": ${describeIssues(parsed.error)}`);
  }
  if (problems.length > 0) {
    throw new InvalidEnvironment(
      `${functionPath} can't start: ${problems.join(', ')}. Set it in the environment of the function where it is deployed.`,
    );
  }
  // Each name in K was just parsed by the schema that the end of it stands for.
  return values as Pick<Environment, K>;
}
