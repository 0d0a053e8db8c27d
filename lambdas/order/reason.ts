import * as z from 'zod/mini';
import { parseJson } from '../platform/parse-json';

/** What a function's error comes as, and what an approver's rejection does. */
const told = z.object({
  errorMessage: z.optional(z.string()),
  by: z.optional(z.string()),
  reason: z.optional(z.string()),
});

/** Why an order ended as it did, for a person, from what a Catch or a status change has seen: no stack trace, no JSON. */
export function reasonOf(error?: string | null, cause?: string | null): string {
  const { errorMessage, by, reason } = told.safeParse(parseJson(cause ?? '')).data ?? { errorMessage: cause };
  const words = [errorMessage, by && `by ${by}`, reason].filter(Boolean).join(', ');
  return [error, words].filter(Boolean).join(': ');
}
