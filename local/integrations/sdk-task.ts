import { randomUUID } from 'node:crypto';
import { AwsError } from '../aws/error';
import type { TaskOutcome, TaskRequest } from '../stepfunctions';
import { sdkError } from '../stepfunctions/integrations/service-error';
import { actingSession } from './acting-role';
import type { OptimizedTaskParts } from './optimized-task';
import { checkRequired } from './required-members';
import { exceptionOf, operationOf, type ServiceModels } from './sdk/model';
import { memberName, servicePrefix } from './sdk/names';

/** The services that the local AWS has, as Step Functions names them. */
const SERVICES = new Set(
  [
    'acm apigateway apigatewayv2 appconfig appsync athena autoscaling backup batch budgets cloudcontrol',
    'cloudformation cloudfront cloudtrail cloudwatch cloudwatchlogs codebuild cognitoidentity',
    'cognitoidentityprovider config dynamodb dynamodbstreams ec2 ecr ecs efs eks elasticache',
    'elasticloadbalancingv2 emr eventbridge firehose glue iam inspector2 kafka kinesis kms lambda opensearch',
    'organizations pipes rds rdsdata resourcegroups route53 s3 scheduler secretsmanager servicediscovery ses',
    'sesv2 sns sqs ssm sts',
  ].flatMap((names) => names.split(' ')),
);

const RESOURCE = /^aws-sdk:([a-z0-9]+):([a-z]\w*)$/;

/** Whether an SDK integration can be run: the local AWS has the service, and the service the operation. */
export function isSdkTask(resource: string, pattern: string | undefined, models: ServiceModels): boolean {
  const [, service = '', action = ''] = RESOURCE.exec(resource) ?? [];
  if (!SERVICES.has(service) || (pattern !== undefined && pattern !== 'waitForTaskToken')) return false;
  const model = models.find(service);
  return model !== undefined && operationOf(model, action) !== undefined;
}

/** Why an SDK integration that AWS has cannot be run. */
export function sdkUnavailable(resource: string, pattern: string | undefined, models: ServiceModels) {
  const [, service = '', action = ''] = RESOURCE.exec(resource) ?? [];
  if (SERVICES.has(service) || (pattern !== undefined && pattern !== 'waitForTaskToken')) return undefined;
  const model = models.find(service);
  if (!model || operationOf(model, action) === undefined) return undefined;
  return `the local AWS does not have ${model.metadata.serviceId}. A Task on it can be mocked`;
}

/**
 * `arn:aws:states:::aws-sdk:<service>:<action>`: any operation, its members named as the SDK for Java names them.
 *
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/supported-services-awssdk.html
 */
export async function callSdk(task: TaskRequest, parts: OptimizedTaskParts): Promise<TaskOutcome> {
  const [, service = '', action = ''] = RESOURCE.exec(task.resource) ?? [];
  const model = parts.models.find(service);
  const operation = model && operationOf(model, action);
  if (!model || operation === undefined) {
    throw new Error(`No integration for ${task.resource}, although the machine was accepted.`);
  }
  try {
    const { credentials } = await actingSession(task, parts);
    checkRequired(model, operation, task.arguments, memberName);
    return { output: (await parts.services.call(model, operation, task.arguments, memberName, credentials)).output };
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    const { code, message, statusCode, requestId = randomUUID() } = error;
    const extended = service === 's3' ? { extendedRequestId: randomUUID() } : {};
    return sdkError(
      { code, message, statusCode, requestId, ...extended },
      servicePrefix(model.metadata.serviceId),
      exceptionOf(model, code),
    );
  }
}
