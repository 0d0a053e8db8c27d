import * as z from 'zod/mini';
import { InvalidEnvironment } from '../platform/errors';
import { parseJson } from '../platform/parse-json';

const emails = z.array(z.string().check(z.minLength(1)));

/**
 * The e-mail addresses of those who may approve, in the variable APPROVER_EMAILS.
 *
 * @throws InvalidEnvironment when it is no JSON array of texts
 */
export function approversIn(variable: string): readonly string[] {
  const parsed = emails.safeParse(parseJson(variable));
  if (parsed.success) return parsed.data;
  throw new InvalidEnvironment('APPROVER_EMAILS is no JSON array of addresses. See approvals in the environment.');
}
