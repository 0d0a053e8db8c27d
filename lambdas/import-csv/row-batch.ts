import * as z from 'zod/mini';
import { importJob } from './job';

/** What a child execution of the Distributed Map gets from its ItemBatcher. */
export const rowBatch = z.object({
  BatchInput: importJob,
  Items: z.array(z.object({ index: z.int().check(z.nonnegative()), row: z.record(z.string(), z.string()) })),
});
