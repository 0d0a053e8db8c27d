import * as z from 'zod/mini';
import { myCustomInput } from './input';

/** What `initialize` hands to `process`. The input is with it in whole: so a version of it that is older than the handler is known. */
export const initialized = z.object({ status: z.literal('initialized'), data: myCustomInput });

/** What `process` hands to `finalize`. */
export const processed = z.object({
  status: z.literal('processed'),
  data: myCustomInput,
  /** Items that are unlike all before them. */
  distinctItems: z.int().check(z.nonnegative()),
});

/** What comes of the workflow. */
export interface Completed {
  readonly status: 'completed';
  readonly items: number;
  readonly distinctItems: number;
}

export type Initialized = z.output<typeof initialized>;
export type Processed = z.output<typeof processed>;
