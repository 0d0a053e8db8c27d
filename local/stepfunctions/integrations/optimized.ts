import type { Integrations } from './integrations';

type Patterns = readonly (string | undefined)[];

const ANSWER: Patterns = [undefined];
const CALLBACK: Patterns = [undefined, 'waitForTaskToken'];
const JOB: Patterns = [undefined, 'sync'];

/** The optimized integrations by service, the operations of each by the patterns that they know. */
const OPTIMIZED: Readonly<Record<string, readonly [patterns: Patterns, operations: string][]>> = {
  apigateway: [[CALLBACK, 'invoke']],
  athena: [
    [JOB, 'startQueryExecution'],
    [ANSWER, 'stopQueryExecution getQueryExecution getQueryResults'],
  ],
  batch: [[JOB, 'submitJob']],
  bedrock: [
    [ANSWER, 'invokeModel'],
    [JOB, 'createModelCustomizationJob'],
  ],
  codebuild: [
    [JOB, 'startBuild startBuildBatch retryBuildBatch'],
    [ANSWER, 'stopBuild stopBuildBatch batchDeleteBuilds deleteBuildBatch batchGetReports'],
  ],
  databrew: [[JOB, 'startJobRun']],
  dynamodb: [[ANSWER, 'getItem putItem updateItem deleteItem']],
  ecs: [[[undefined, 'sync', 'waitForTaskToken'], 'runTask']],
  eks: [
    [
      JOB,
      'createCluster deleteCluster createNodegroup deleteNodegroup createFargateProfile deleteFargateProfile runJob',
    ],
    [ANSWER, 'call'],
  ],
  elasticmapreduce: [
    [JOB, 'createCluster terminateCluster addStep'],
    [ANSWER, 'setClusterTerminationProtection cancelStep modifyInstanceFleetByName modifyInstanceGroupByName'],
  ],
  'emr-containers': [
    [JOB, 'deleteVirtualCluster startJobRun'],
    [ANSWER, 'createVirtualCluster'],
  ],
  'emr-serverless': [
    [JOB, 'createApplication startApplication stopApplication deleteApplication startJobRun cancelJobRun'],
  ],
  events: [[CALLBACK, 'putEvents']],
  glue: [[JOB, 'startJobRun']],
  http: [[ANSWER, 'invoke']],
  lambda: [[CALLBACK, 'invoke']],
  mediaconvert: [[JOB, 'createJob']],
  sagemaker: [
    [JOB, 'createHyperParameterTuningJob createLabelingJob createProcessingJob createTrainingJob createTransformJob'],
    [ANSWER, 'createEndpoint createEndpointConfig createModel updateEndpoint'],
  ],
  sns: [[CALLBACK, 'publish']],
  sqs: [[CALLBACK, 'sendMessage']],
  states: [[[undefined, 'sync', 'sync:2', 'waitForTaskToken'], 'startExecution']],
};

/** An optimized integration of AWS's, with all the patterns that it knows. */
export interface OptimizedIntegration {
  /** `dynamodb:getItem` */
  resource: string;
  patterns: Patterns;
}

export const OPTIMIZED_INTEGRATIONS: readonly OptimizedIntegration[] = Object.entries(OPTIMIZED).flatMap(
  ([service, groups]) =>
    groups.flatMap(([patterns, operations]) =>
      operations.split(' ').map((operation) => ({ resource: `${service}:${operation}`, patterns })),
    ),
);

/**
 * Whether AWS has the optimized integration.
 *
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/integrate-optimized.html
 */
export function isOptimized(resource: string, pattern?: string): boolean {
  const [service = '', operation = ''] = resource.split(':');
  const groups = Object.hasOwn(OPTIMIZED, service) ? (OPTIMIZED[service] ?? []) : [];
  return groups.some(([patterns, names]) => patterns.includes(pattern) && names.split(' ').includes(operation));
}

/** Why a Task that AWS would run cannot be run with these integrations; undefined for what AWS does not have. */
export function unavailable(integrations: Integrations, resource: string, pattern?: string): string | undefined {
  const reason = integrations.unavailable?.(resource, pattern);
  if (reason !== undefined || !isOptimized(resource, pattern)) return reason;
  return 'nothing here does what the service does. A Task on it can be mocked';
}

/** Integrations that take every Task that AWS would: it will be mocked. */
export function mockable(integrations: Integrations): Integrations {
  return {
    call: (task) => integrations.call(task),
    supports: (resource, pattern) =>
      integrations.supports(resource, pattern) ||
      resource === 'lambda:function' ||
      unavailable(integrations, resource, pattern) !== undefined,
    parameters: (resource) => integrations.parameters?.(resource),
    ...(integrations.objects ? { objects: integrations.objects } : {}),
  };
}
