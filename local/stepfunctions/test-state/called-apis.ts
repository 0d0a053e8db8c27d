/** An operation of a service by its SDK's names: `dynamodb` and `PutItem`. */
export interface CalledApi {
  service: string;
  operation: string;
}

/** What an optimized integration calls, and what its `.sync` form asks until the job has ended. */
interface Optimized {
  service: string;
  calls: string;
  polls?: string;
}

const optimized = (service: string, calls: string, polls?: string): Optimized =>
  polls === undefined ? { service, calls } : { service, calls, polls };

/**
 * The optimized integrations whose answers are those of one operation of an API.
 *
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/integrate-optimized.html
 */
const OPTIMIZED: { readonly [resource: string]: Optimized } = {
  'lambda:invoke': optimized('lambda', 'Invoke'),
  'dynamodb:getItem': optimized('dynamodb', 'GetItem'),
  'dynamodb:putItem': optimized('dynamodb', 'PutItem'),
  'dynamodb:updateItem': optimized('dynamodb', 'UpdateItem'),
  'dynamodb:deleteItem': optimized('dynamodb', 'DeleteItem'),
  'sqs:sendMessage': optimized('sqs', 'SendMessage'),
  'sns:publish': optimized('sns', 'Publish'),
  'events:putEvents': optimized('eventbridge', 'PutEvents'),
  'states:startExecution': optimized('sfn', 'StartExecution', 'DescribeExecution'),
  'batch:submitJob': optimized('batch', 'SubmitJob', 'DescribeJobs'),
  'ecs:runTask': optimized('ecs', 'RunTask', 'DescribeTasks'),
  'glue:startJobRun': optimized('glue', 'StartJobRun', 'GetJobRun'),
  'databrew:startJobRun': optimized('databrew', 'StartJobRun', 'DescribeJobRun'),
  'athena:startQueryExecution': optimized('athena', 'StartQueryExecution', 'GetQueryExecution'),
  'athena:stopQueryExecution': optimized('athena', 'StopQueryExecution'),
  'athena:getQueryExecution': optimized('athena', 'GetQueryExecution'),
  'athena:getQueryResults': optimized('athena', 'GetQueryResults'),
  'codebuild:startBuild': optimized('codebuild', 'StartBuild', 'BatchGetBuilds'),
  'codebuild:stopBuild': optimized('codebuild', 'StopBuild'),
  'codebuild:batchDeleteBuilds': optimized('codebuild', 'BatchDeleteBuilds'),
  'codebuild:batchGetReports': optimized('codebuild', 'BatchGetReports'),
  'codebuild:startBuildBatch': optimized('codebuild', 'StartBuildBatch', 'BatchGetBuildBatches'),
  'codebuild:stopBuildBatch': optimized('codebuild', 'StopBuildBatch'),
  'codebuild:retryBuildBatch': optimized('codebuild', 'RetryBuildBatch', 'BatchGetBuildBatches'),
  'codebuild:deleteBuildBatch': optimized('codebuild', 'DeleteBuildBatch'),
  'sagemaker:createEndpoint': optimized('sagemaker', 'CreateEndpoint'),
  'sagemaker:createEndpointConfig': optimized('sagemaker', 'CreateEndpointConfig'),
  'sagemaker:createHyperParameterTuningJob': optimized(
    'sagemaker',
    'CreateHyperParameterTuningJob',
    'DescribeHyperParameterTuningJob',
  ),
  'sagemaker:createLabelingJob': optimized('sagemaker', 'CreateLabelingJob', 'DescribeLabelingJob'),
  'sagemaker:createModel': optimized('sagemaker', 'CreateModel'),
  'sagemaker:createProcessingJob': optimized('sagemaker', 'CreateProcessingJob', 'DescribeProcessingJob'),
  'sagemaker:createTrainingJob': optimized('sagemaker', 'CreateTrainingJob', 'DescribeTrainingJob'),
  'sagemaker:createTransformJob': optimized('sagemaker', 'CreateTransformJob', 'DescribeTransformJob'),
  'sagemaker:updateEndpoint': optimized('sagemaker', 'UpdateEndpoint'),
  'elasticmapreduce:createCluster': optimized('emr', 'RunJobFlow', 'DescribeCluster'),
  'elasticmapreduce:terminateCluster': optimized('emr', 'TerminateJobFlows', 'DescribeCluster'),
  'elasticmapreduce:addStep': optimized('emr', 'AddJobFlowSteps', 'DescribeStep'),
  'elasticmapreduce:cancelStep': optimized('emr', 'CancelSteps'),
  'elasticmapreduce:setClusterTerminationProtection': optimized('emr', 'SetTerminationProtection'),
  'elasticmapreduce:modifyInstanceFleetByName': optimized('emr', 'ModifyInstanceFleet'),
  'elasticmapreduce:modifyInstanceGroupByName': optimized('emr', 'ModifyInstanceGroups'),
  'emr-containers:createVirtualCluster': optimized('emrcontainers', 'CreateVirtualCluster'),
  'emr-containers:deleteVirtualCluster': optimized('emrcontainers', 'DeleteVirtualCluster', 'DescribeVirtualCluster'),
  'emr-containers:startJobRun': optimized('emrcontainers', 'StartJobRun', 'DescribeJobRun'),
  'emr-serverless:createApplication': optimized('emrserverless', 'CreateApplication', 'GetApplication'),
  'emr-serverless:startApplication': optimized('emrserverless', 'StartApplication', 'GetApplication'),
  'emr-serverless:stopApplication': optimized('emrserverless', 'StopApplication', 'GetApplication'),
  'emr-serverless:deleteApplication': optimized('emrserverless', 'DeleteApplication', 'GetApplication'),
  'emr-serverless:startJobRun': optimized('emrserverless', 'StartJobRun', 'GetJobRun'),
  'emr-serverless:cancelJobRun': optimized('emrserverless', 'CancelJobRun', 'GetJobRun'),
  'mediaconvert:createJob': optimized('mediaconvert', 'CreateJob', 'GetJob'),
  'bedrock:invokeModel': optimized('bedrockruntime', 'InvokeModel'),
  'bedrock:createModelCustomizationJob': optimized(
    'bedrock',
    'CreateModelCustomizationJob',
    'GetModelCustomizationJob',
  ),
};

/** Integrations whose results AWS does not check: they have no model. */
const WITHOUT_MODEL = /^(?:http:invoke|apigateway:invoke|eks:\w+|lambda:function)$/;

const SDK = /^aws-sdk:([a-z0-9]+):([a-z]\w*)$/;

/** Whether Step Functions has an integration of this name at all; of an AWS SDK integration only its form is known. */
export function isIntegration(resource: string): boolean {
  return Object.hasOwn(OPTIMIZED, resource) || WITHOUT_MODEL.test(resource) || SDK.test(resource);
}

/**
 * The operation whose answer a Task's result is. Undefined for integrations that AWS does not check.
 *
 * @param resource `dynamodb:putItem`, `aws-sdk:sqs:sendMessage`.
 * @param waits whether the task waits for the job that it starts: then its result is what the job is described by.
 */
export function calledApi(resource: string, waits: boolean): CalledApi | undefined {
  const [, service, action = ''] = SDK.exec(resource) ?? [];
  if (service !== undefined) return { service, operation: action.charAt(0).toUpperCase() + action.slice(1) };
  const found = Object.hasOwn(OPTIMIZED, resource) ? OPTIMIZED[resource] : undefined;
  return found && { service: found.service, operation: (waits && found.polls) || found.calls };
}
