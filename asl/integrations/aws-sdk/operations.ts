import { isJsonArray } from '../../definition/json';
import type { Call, Grant, Integrations } from '../integration';
import { onResource } from '../on-resource';
import type { PolicyScope } from '../policy-scope';
import { literal, literalOr, literalValue } from '../read-arguments';
import { starts } from '../states';

const reference = 'https://docs.aws.amazon.com/service-authorization/latest/reference';
const patterns = ['waitForTaskToken'] as const;
const execution = { StateMachineArn: 'identifier', Input: 'json?', Name: 'text?', TraceHeader: 'text?' } as const;

function onInstances(action: string): (call: Call, scope: PolicyScope) => readonly Grant[] {
  return (call, scope) => {
    const ids = isJsonArray(call.arguments.InstanceIds) ? call.arguments.InstanceIds : [];
    return [
      {
        actions: [action],
        resources: ids.map((id) => scope.arn('ec2', `instance/${literalValue(call, 'InstanceIds', id)}`)),
      },
    ];
  };
}

/**
 * What operates a system rather than moving its data: executions, parameters, metrics, builds, services, crawlers, instances.
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/supported-services-awssdk.html
 */
export const operationsSdk = {
  'aws-sdk:sfn:startExecution': {
    patterns,
    page: `${reference}/list_awsstepfunctions.html`,
    arguments: execution,
    permissions: starts('states:StartExecution'),
  },
  'aws-sdk:sfn:startSyncExecution': {
    patterns,
    page: `${reference}/list_awsstepfunctions.html`,
    arguments: execution,
    content: ['Input', 'Output'],
    permissions: starts('states:StartSyncExecution'),
  },
  'aws-sdk:ssm:getParameter': {
    patterns,
    page: `${reference}/list_awssystemsmanager.html`,
    arguments: { Name: 'identifier', WithDecryption: 'flag?' },
    permissions: onResource('ssm:GetParameter', 'Name', {
      service: 'ssm',
      resource: (name) => `parameter/${name.replace(/^\//, '')}`,
      token: 'name',
    }),
  },
  'aws-sdk:cloudwatch:putMetricData': {
    patterns,
    page: `${reference}/list_amazoncloudwatch.html`,
    arguments: { Namespace: 'identifier', MetricData: 'list' },
    permissions: (call) => [
      {
        actions: ['cloudwatch:PutMetricData'],
        resources: ['*'],
        condition: { StringEquals: { 'cloudwatch:namespace': literal(call, 'Namespace') } },
        reason: 'cloudwatch:PutMetricData has no resource type; the condition allows one namespace only.',
      },
    ],
  },
  'aws-sdk:codebuild:startBuild': {
    patterns,
    page: `${reference}/list_awscodebuild.html`,
    arguments: {
      ProjectName: 'identifier',
      EnvironmentVariablesOverride: 'list?',
      IdempotencyToken: 'text?',
      SourceVersion: 'text?',
    },
    permissions: onResource('codebuild:StartBuild', 'ProjectName', {
      service: 'codebuild',
      resource: (name) => `project/${name}`,
      token: 'name',
    }),
  },
  'aws-sdk:ecs:updateService': {
    patterns,
    page: `${reference}/list_amazonelasticcontainerservice.html`,
    arguments: {
      Service: 'identifier',
      Cluster: 'identifier?',
      DesiredCount: 'number?',
      ForceNewDeployment: 'flag?',
    },
    permissions: (call, scope) =>
      onResource('ecs:UpdateService', 'Service', {
        service: 'ecs',
        resource: (name) => `service/${literalOr(call, 'Cluster', 'default').split('/').at(-1)}/${name}`,
      })(call, scope),
  },
  'aws-sdk:glue:startCrawler': {
    patterns,
    page: `${reference}/list_awsglue.html`,
    arguments: { Name: 'identifier' },
    permissions: onResource('glue:StartCrawler', 'Name', {
      service: 'glue',
      resource: (name) => `crawler/${name}`,
      token: 'name',
    }),
  },
  'aws-sdk:ec2:startInstances': {
    patterns,
    page: `${reference}/list_amazonec2.html`,
    arguments: { InstanceIds: 'identifiers' },
    permissions: onInstances('ec2:StartInstances'),
  },
  'aws-sdk:ec2:stopInstances': {
    patterns,
    page: `${reference}/list_amazonec2.html`,
    arguments: { InstanceIds: 'identifiers', Force: 'flag?' },
    permissions: onInstances('ec2:StopInstances'),
  },
} as const satisfies Integrations;
