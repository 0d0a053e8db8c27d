import { arn, passed, type Row, role, rule } from './calling';

export const container = {
  Cluster: 'main',
  TaskDefinition: 'report:3',
  Overrides: { TaskRoleArn: role, ExecutionRoleArn: role },
};
export const cluster = { ArnEquals: { 'ecs:cluster': arn('ecs', 'cluster/main') } };
const run = [
  [['ecs:RunTask'], [arn('ecs', 'task-definition/report:3')], cluster],
  passed(role, 'ecs-tasks.amazonaws.com'),
];
export const job = { JobName: 'j', JobQueue: 'q', JobDefinition: 'd:2' };
const query = {
  QueryString: 'SELECT 1',
  WorkGroup: 'reports',
  QueryExecutionContext: { Database: 'sales' },
  ResultConfiguration: { OutputLocation: 's3://results/athena/' },
};
const queried = [
  [['athena:GetDataCatalog'], [arn('athena', 'datacatalog/AwsDataCatalog')]],
  [['s3:GetBucketLocation', 's3:ListBucket', 's3:ListBucketMultipartUploads'], ['arn:aws:s3:::results']],
  [
    ['s3:GetObject', 's3:PutObject', 's3:AbortMultipartUpload', 's3:ListMultipartUploadParts'],
    ['arn:aws:s3:::results/athena/*'],
  ],
  [
    ['glue:GetDatabase', 'glue:GetTable', 'glue:GetTables', 'glue:GetPartition', 'glue:GetPartitions'],
    [arn('glue', 'catalog'), arn('glue', 'database/sales'), arn('glue', 'table/sales/*')],
  ],
];
const training = { OutputDataConfig: {}, ResourceConfig: {}, StoppingCondition: {}, RoleArn: role };
const transform = { ModelName: 'm', TransformInput: {}, TransformOutput: {}, TransformResources: {} };

/** Calls that run a job: a container, a query, a training. */
export const jobCalls: readonly Row[] = [
  ['ecs:runTask', container, run],
  [
    'ecs:runTask.waitForTaskToken',
    { TaskDefinition: 'report', Tags: [] },
    [
      [
        ['ecs:RunTask'],
        [arn('ecs', 'task-definition/report:*')],
        { ArnEquals: { 'ecs:cluster': arn('ecs', 'cluster/default') } },
      ],
      passed(role, 'ecs-tasks.amazonaws.com'),
      [['ecs:TagResource'], [arn('ecs', 'task/default/*')], { StringEquals: { 'ecs:CreateAction': 'RunTask' } }],
    ],
    { passedRoles: { s: [role] } },
  ],
  [
    'ecs:runTask.sync',
    container,
    [
      ...run,
      [['ecs:StopTask', 'ecs:DescribeTasks'], [arn('ecs', 'task/main/*')]],
      rule('StepFunctionsGetEventsForECSTaskRule'),
    ],
  ],
  ['batch:submitJob', job, [[['batch:SubmitJob'], [arn('batch', 'job-definition/d:2'), arn('batch', 'job-queue/q')]]]],
  [
    'batch:submitJob.sync',
    { ...job, JobDefinition: 'd', Tags: {} },
    [
      [
        ['batch:SubmitJob'],
        [arn('batch', 'job-definition/d'), arn('batch', 'job-definition/d:*'), arn('batch', 'job-queue/q')],
      ],
      [['batch:TagResource'], [arn('batch', 'job/*')]],
      [['batch:DescribeJobs'], ['*']],
      [['batch:TerminateJob'], [arn('batch', 'job/*')]],
      rule('StepFunctionsGetEventsForBatchJobsRule'),
    ],
  ],
  [
    'athena:startQueryExecution',
    query,
    [[['athena:StartQueryExecution'], [arn('athena', 'workgroup/reports')]], ...queried],
    { grants: { s: [] } },
  ],
  [
    'athena:startQueryExecution.sync',
    query,
    [
      [
        ['athena:StartQueryExecution', 'athena:StopQueryExecution', 'athena:GetQueryExecution'],
        [arn('athena', 'workgroup/reports')],
      ],
      ...queried,
      [['s3:GetObject'], ['arn:aws:s3:::sales/*']],
    ],
    { grants: { s: [{ actions: ['s3:GetObject'], resources: ['arn:aws:s3:::sales/*'] }] } },
  ],
  ['glue:startJobRun', { JobName: 'etl' }, [[['glue:StartJobRun'], [arn('glue', 'job/etl')]]]],
  [
    'glue:startJobRun.sync',
    { JobName: 'etl' },
    [[['glue:StartJobRun', 'glue:GetJobRun', 'glue:GetJobRuns', 'glue:BatchStopJobRun'], [arn('glue', 'job/etl')]]],
  ],
  [
    'sagemaker:createTrainingJob.sync',
    { ...training, TrainingJobName: "{% 'churn-' & $states.context.Execution.Name %}", Tags: [] },
    [
      [
        ['sagemaker:CreateTrainingJob', 'sagemaker:DescribeTrainingJob', 'sagemaker:StopTrainingJob'],
        [arn('sagemaker', 'training-job/churn-*')],
      ],
      [['sagemaker:ListTags'], [arn('sagemaker', 'training-job/churn-*')]],
      [['sagemaker:AddTags'], [arn('sagemaker', 'training-job/churn-*')]],
      passed(role, 'sagemaker.amazonaws.com'),
      rule('StepFunctionsGetEventsForSageMakerTrainingJobsRule'),
    ],
  ],
  [
    'sagemaker:createTransformJob.sync',
    { ...transform, TransformJobName: 'score' },
    [
      [
        ['sagemaker:CreateTransformJob', 'sagemaker:DescribeTransformJob', 'sagemaker:StopTransformJob'],
        [arn('sagemaker', 'transform-job/score')],
      ],
      [['sagemaker:ListTags'], [arn('sagemaker', 'transform-job/score')]],
      rule('StepFunctionsGetEventsForSageMakerTransformJobsRule'),
    ],
  ],
  [
    'sagemaker:createProcessingJob',
    { ProcessingJobName: 'clean', RoleArn: role, AppSpecification: {}, ProcessingResources: {} },
    [
      [['sagemaker:CreateProcessingJob'], [arn('sagemaker', 'processing-job/clean')]],
      [['sagemaker:ListTags'], [arn('sagemaker', 'processing-job/clean')]],
      passed(role, 'sagemaker.amazonaws.com'),
    ],
  ],
];
