import * as z from 'zod/mini';
import type { LogKeys } from '../platform/instrumentation';
import { versionedInput } from '../platform/versioned-input';
import { ORIGINALS_PREFIX, tenantOf } from './keys';

const text = z.string().check(z.minLength(1));

/** Of whom, and which version of which object. */
export const imageInput = versionedInput(
  1,
  z
    .object({
      schemaVersion: z.literal(1),
      tenantCode: text,
      requestId: text,
      key: text,
      versionId: text,
    })
    .check(
      z.refine(({ key, tenantCode }) => tenantOf(key) === tenantCode, {
        path: ['key'],
        error: `must lie under ${ORIGINALS_PREFIX}<tenantCode>/`,
      }),
    ),
);
export type ImageInput = z.infer<typeof imageInput>;

declare module '../platform/start-workflow' {
  interface WorkflowInputs {
    image: ImageInput;
  }
}

export function imageLogKeys({ tenantCode, requestId, key, versionId }: ImageInput): LogKeys {
  return { tenant: tenantCode, request: requestId, key, versionId };
}
