import * as z from 'zod/mini';
import type { LogKeys } from '../platform/instrumentation';
import { versionedInput } from '../platform/versioned-input';

/** Version of the inputs that are started now. `inputs/` holds one of each version that there was. */
export const SCHEMA_VERSION = 1;

const text = z.string().check(z.minLength(1));

const newest = z.object({
  schemaVersion: z.literal(SCHEMA_VERSION),
  tenantCode: text,
  /** Of the request that asked for it. */
  requestId: text,
  /** Keys of what is processed, never bodies: input and output of a state hold 256 KiB. */
  items: z.array(text),
});

export type MyCustomInput = z.output<typeof newest>;

/**
 * What the workflow is started with. Executions outlive deployments: for a change that would break one under way, raise
 * SCHEMA_VERSION, give the schema of before to `versionedInput` as `earlier(…)`, and add the new version's `inputs/<n>.json`.
 */
export const myCustomInput = versionedInput(SCHEMA_VERSION, newest);

export function inputLogKeys({ tenantCode, requestId }: MyCustomInput): LogKeys {
  return { tenant: tenantCode, request: requestId };
}

declare module '../platform/start-workflow' {
  interface WorkflowInputs {
    'my-custom': MyCustomInput;
  }
}
