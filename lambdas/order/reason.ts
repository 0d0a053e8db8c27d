import * as z from 'zod/mini';
import { parseJson } from '../platform/parse-json';
import type { UndoneStatus } from './statuses';

/** What a function's error comes as, and what an approver's rejection does. */
const told = z.object({
  errorMessage: z.optional(z.string()),
  by: z.optional(z.string()),
  reason: z.optional(z.string()),
});

/** Ends whose causes are this workflow's own words. Those of any other failure are AWS's, and name roles, tables and the account. */
const TOLD: readonly UndoneStatus[] = ['rejected', 'expired', 'payment-failed'];

/**
 * Why an order ended as it did, for the tenant, from what a Catch or a status change has seen: no stack trace, no JSON, and of a failure
 * inside its name alone. The log has the rest.
 */
export function reasonOf(outcome: UndoneStatus, error?: string | null, cause?: string | null): string {
  if (!TOLD.includes(outcome)) return error ?? '';
  const { errorMessage, by, reason } = told.safeParse(parseJson(cause ?? '')).data ?? { errorMessage: cause };
  const words = [errorMessage, by && `by ${by}`, reason].filter(Boolean).join(', ');
  return [error, words].filter(Boolean).join(': ');
}
