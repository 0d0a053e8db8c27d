import { GetObjectCommand } from '@aws-sdk/client-s3';
import { DescribeExecutionCommand } from '@aws-sdk/client-sfn';
import { environment } from '../platform/environment';
import { isAwsError } from '../platform/errors';
import { httpHandler, route } from '../platform/http/handler';
import { NOT_FOUND, Problem } from '../platform/http/problem';
import { executionArn } from '../platform/live';
import { parseJson } from '../platform/parse-json';
import { s3 } from '../platform/s3';
import { sfn } from '../platform/sfn';
import { workflowOf } from '../platform/start-workflow';
import { getExecution, getOpenApi } from './operations';

const env = environment('api/http', ['ASSETS_BUCKET', 'OPENAPI_KEY', 'TENANT_CLAIM', 'MACHINES_ARN']);

/** The document as it was deployed, with the address at which it was asked for. */
const openApi = route(getOpenApi, async ({ event }) => {
  const { Body } = await s3.send(new GetObjectCommand({ Bucket: env.ASSETS_BUCKET, Key: env.OPENAPI_KEY }));
  if (Body === undefined) throw new Error(`${env.OPENAPI_KEY} has no content: deploy the workflows again.`);
  const { domainName, stage } = event.requestContext;
  const url = `https://${domainName}${stage === '$default' ? '' : `/${stage}`}`;
  return { status: 200, body: { ...JSON.parse(await Body.transformToString('utf8')), servers: [{ url }] } };
});

/**
 * Names follow from tenant and key, so that nobody can guess another's; that the input says the same tenant is checked all the same.
 * How a failure came about is for operators: a cause names roles and tables.
 */
const execution = route(getExecution, async ({ params: { name }, caller }) => {
  const workflow = workflowOf(name) ?? name; // the operation's schema takes no other names
  const arn = executionArn(`${env.MACHINES_ARN}${workflow}`, name);
  const found = await sfn.send(new DescribeExecutionCommand({ executionArn: arn })).catch((error: unknown) => {
    if (isAwsError(error, 'ExecutionDoesNotExist', 'StateMachineTypeNotSupported')) return undefined;
    throw error;
  });
  if (found === undefined || tenantOf(found.input) !== caller.tenantCode) {
    throw new Problem(
      NOT_FOUND,
      `there is no execution "${name}" of yours: no longer, or for a moment after its start not yet`,
    );
  }
  const { status = 'RUNNING', startDate, stopDate, output, error } = found;
  return {
    status: 200,
    body: {
      ...{ name, workflow, status },
      ...(startDate && { startedAt: startDate.toISOString() }),
      ...(stopDate && { stoppedAt: stopDate.toISOString() }),
      ...(output !== undefined && { output: JSON.parse(output) }),
      ...(error !== undefined && { error }),
    },
  };
});

function tenantOf(input: string | undefined): unknown {
  return (parseJson(input ?? '') as { tenantCode?: unknown } | null | undefined)?.tenantCode;
}

export const handler = httpHandler([openApi, execution], { tenantClaim: env.TENANT_CLAIM });
