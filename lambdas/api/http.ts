import { GetObjectCommand } from '@aws-sdk/client-s3';
import { DescribeExecutionCommand } from '@aws-sdk/client-sfn';
import { environment } from '../platform/environment';
import { isAwsError } from '../platform/errors';
import { httpHandler, route } from '../platform/http/handler';
import { NOT_FOUND, Problem } from '../platform/http/problem';
import { s3 } from '../platform/s3';
import { sfn } from '../platform/sfn';
import { workflowOf } from '../platform/start-workflow';
import { getExecution, getOpenApi } from './operations';

const env = environment('api/http', ['ASSETS_BUCKET', 'OPENAPI_KEY', 'TENANT_CLAIM', 'MACHINES_ARN']);

/** The document as it was deployed, with the address at which it was asked for. */
const openApi = route(getOpenApi, async ({ event }) => {
  const { Body } = await s3.send(new GetObjectCommand({ Bucket: env.ASSETS_BUCKET, Key: env.OPENAPI_KEY }));
  const document = JSON.parse((await Body?.transformToString('utf8')) ?? '{}');
  const { domainName, stage } = event.requestContext;
  const url = `https://${domainName}${stage === '$default' ? '' : `/${stage}`}`;
  return { status: 200, body: { ...document, servers: [{ url }] } };
});

/** Names follow from tenant and key; that the input says the same tenant is checked all the same. */
const execution = route(getExecution, async ({ params: { name }, caller }) => {
  const workflow = workflowOf(name) ?? '';
  const executionArn = `${env.MACHINES_ARN}${workflow}:${name}`.replace(':stateMachine:', ':execution:');
  const found = await sfn.send(new DescribeExecutionCommand({ executionArn })).catch((error: unknown) => {
    if (isAwsError(error, 'ExecutionDoesNotExist', 'StateMachineTypeNotSupported')) return undefined;
    throw error;
  });
  if (found === undefined || JSON.parse(found.input ?? '{}').tenantCode !== caller.tenantCode) {
    throw new Problem(NOT_FOUND, `there is no execution "${name}" of yours`);
  }
  return {
    status: 200,
    body: {
      name,
      workflow,
      status: found.status ?? 'RUNNING',
      startedAt: found.startDate?.toISOString() ?? '',
      ...(found.stopDate && { stoppedAt: found.stopDate.toISOString() }),
      ...(found.output !== undefined && { output: JSON.parse(found.output) }),
      ...(found.error !== undefined && { error: found.error }),
    },
  };
});

export const handler = httpHandler([openApi, execution], { tenantClaim: env.TENANT_CLAIM });
