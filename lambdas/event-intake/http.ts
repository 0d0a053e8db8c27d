import { environment } from '../platform/environment';
import { httpHandler, route } from '../platform/http/handler';
import { sfn } from '../platform/sfn';
import { startWorkflow } from '../platform/start-workflow';
import { sendReadings } from './operations';
import type { Reading } from './readings';

declare module '../platform/start-workflow' {
  interface WorkflowInputs {
    'event-intake': { schemaVersion: 1; readings: readonly Reading[] };
  }
}

const env = environment('event-intake/http', ['MACHINES_ARN', 'TENANT_CLAIM']);

const machines = { client: sfn, arnPrefix: env.MACHINES_ARN };

/**
 * API Gateway could start the workflow by itself. But the tenant must be the claim's, and a claim beside a body that nobody has
 * parsed is a text in a template: either might hold what ends its place there, and begin another tenant's. So it is a
 * function that writes the input.
 *
 * An Express workflow is started as often as it is asked to be. The name says which starts were of the same batch.
 */
const intake = route(sendReadings, async ({ body: { readings }, caller: { tenantCode, requestId } }) => {
  const input = { schemaVersion: 1, tenantCode, requestId, readings } as const;
  const batch = await startWorkflow(machines, 'event-intake', input, JSON.stringify(readings));
  return { status: 202, body: { batch, accepted: readings.length } };
});

export const handler = httpHandler([intake], { tenantClaim: env.TENANT_CLAIM });
