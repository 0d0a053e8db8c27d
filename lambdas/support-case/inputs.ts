import * as z from 'zod/mini';
import type { WorkflowInput } from '../platform/start-workflow';
import { versionedInput } from '../platform/versioned-input';
import { TOPICS, type Topic } from './knowledge';

/** The fixtures that the definition keeps: a case that is resolved at the second attempt, and one that no article answers. */
export type CaseFixture = 'resolved' | 'escalated';

/** What the workflow is started with, besides what every workflow is. `description` has at most 1,000 characters. */
export type CaseInput = { readonly schemaVersion: 1; readonly caseId: string } & (
  | { readonly topic: Topic; readonly description: string }
  | { readonly fixture: CaseFixture }
);

declare module '../platform/start-workflow' {
  interface WorkflowInputs {
    'support-case': CaseInput;
  }
}

const SCHEMA_VERSION = 1;

/** `#` parts the names in a key: it may stand in none of them. */
const name = z.string().check(z.regex(/^[^#\0]{1,256}$/, 'must be 1–256 characters without # and NUL'));
const attempt = z.int().check(z.nonnegative());

const key = z.object({
  schemaVersion: z.literal(SCHEMA_VERSION),
  tenantCode: name,
  caseId: name,
  requestId: z.string().check(z.minLength(1)),
  topic: z.enum(TOPICS),
});
export type CaseKey = z.infer<typeof key>;

/** Input of `Open Case`. The states after it get the key: the description stays in the case's row. */
export const newCase = versionedInput(
  SCHEMA_VERSION,
  z.extend(key, { description: z.string().check(z.minLength(1), z.maxLength(1_000)) }),
);

/** Input of `Assign Case`. */
export const openedCase = versionedInput(SCHEMA_VERSION, key);

/** Input of `Work on Case`: how often the case has been worked on before. */
export const assignedCase = versionedInput(SCHEMA_VERSION, z.extend(key, { attempt }));

/** Input of `Close Case` and `Escalate Case`, after the attempt that decided between them. */
export const workedCase = versionedInput(SCHEMA_VERSION, z.extend(key, { attempt: attempt.check(z.positive()) }));

/** The key alone, without what a state's input has beside it. */
export function keyOf({ schemaVersion, tenantCode, caseId, requestId, topic }: CaseKey): CaseKey {
  return { schemaVersion, tenantCode, caseId, requestId, topic };
}

/** Log keys of a case, as people search for them. */
export function caseLogKeys({ tenantCode, caseId, requestId }: WorkflowInput & { readonly caseId: string }) {
  return { case: caseId, tenant: tenantCode, request: requestId };
}

/** Key of the case's row. */
export function caseRowKey({ tenantCode, caseId }: Pick<CaseKey, 'tenantCode' | 'caseId'>) {
  return { pk: `TENANT#${tenantCode}`, sk: `CASE#${caseId}` };
}
