import * as z from 'zod/mini';

const text = z.string().check(z.minLength(1));

/** Who asked, on everything that a caller hands in. */
export const callerContext = z.object({ userId: text, tenantCode: text, requestId: text });
export type CallerContext = z.infer<typeof callerContext>;
