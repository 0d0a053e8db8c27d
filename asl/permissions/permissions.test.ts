import { describe, expect, test } from '@jest/globals';
import type { JsonObject } from '../definition/json';
import type { AnyState, Workflow } from '../definition/workflow';
import { knownActions } from '../integrations/catalogue';
import { PolicyError, type PolicyOptions } from '../integrations/policy-scope';
import { permissions } from './permissions';

const options: PolicyOptions = { region: 'ap-northeast-1', accountId: '123456789012' };
const arn = (service: string, resource: string): string => `arn:aws:${service}:ap-northeast-1:123456789012:${resource}`;
const rule = (name: string) => [
  ['events:PutTargets', 'events:PutRule', 'events:DescribeRule'],
  [arn('events', `rule/${name}`)],
];
const token = (n: number): string => ['$', `{TfToken[TOKEN.${n}]}`].join('');

const calling = (resource: string, given: JsonObject, extra: object = {}): Workflow => ({
  StartAt: 's',
  // Tests give arguments as a table, which the compiler can't match with the resource.
  States: {
    s: { Type: 'Task', Resource: `arn:aws:states:::${resource}`, Arguments: given, ...extra, End: true } as AnyState,
  },
});

type Row = readonly [
  resource: string,
  given: JsonObject,
  statements: readonly (readonly unknown[])[],
  more?: Partial<PolicyOptions>,
];

const passed = (role: string, service: string) => [
  ['iam:PassRole'],
  [role],
  { StringEquals: { 'iam:PassedToService': service } },
];
const role = 'arn:aws:iam::123456789012:role/job';
const table = arn('dynamodb', 'table/orders');
const object = { Bucket: 'b', Key: 'in/a.csv' };
const container = {
  Cluster: 'main',
  TaskDefinition: 'report:3',
  Overrides: { TaskRoleArn: role, ExecutionRoleArn: role },
};
const cluster = { ArnEquals: { 'ecs:cluster': arn('ecs', 'cluster/main') } };
const run = [
  [['ecs:RunTask'], [arn('ecs', 'task-definition/report:3')], cluster],
  passed(role, 'ecs-tasks.amazonaws.com'),
];
const job = { JobName: 'j', JobQueue: 'q', JobDefinition: 'd:2' };
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

const rows: readonly Row[] = [
  ['lambda:invoke', { FunctionName: 'check' }, [[['lambda:InvokeFunction'], [arn('lambda', 'function:check')]]]],
  ['lambda:invoke', { FunctionName: token(1) }, [[['lambda:InvokeFunction'], [token(1)]]]],
  [
    'lambda:invoke.waitForTaskToken',
    { FunctionName: 'check', Qualifier: 'live' },
    [[['lambda:InvokeFunction'], [arn('lambda', 'function:check:live')]]],
  ],
  ['dynamodb:getItem', { TableName: 'orders', Key: {} }, [[['dynamodb:GetItem'], [table]]]],
  ['dynamodb:getItem', { TableName: table, Key: {} }, [[['dynamodb:GetItem'], [table]]]],
  [
    'dynamodb:putItem',
    { TableName: token(2), Item: {} },
    [[['dynamodb:PutItem'], [arn('dynamodb', `table/${token(2)}`)]]],
  ],
  ['dynamodb:updateItem', { TableName: 'orders', Key: {} }, [[['dynamodb:UpdateItem'], [table]]]],
  ['dynamodb:deleteItem', { TableName: 'orders', Key: {} }, [[['dynamodb:DeleteItem'], [table]]]],
  [
    'sqs:sendMessage',
    { QueueUrl: 'https://sqs.ap-northeast-1.amazonaws.com/210987654321/jobs.fifo', MessageBody: 'x' },
    [[['sqs:SendMessage'], ['arn:aws:sqs:ap-northeast-1:210987654321:jobs.fifo']]],
  ],
  [
    'sqs:sendMessage.waitForTaskToken',
    { QueueUrl: token(3), MessageBody: 'x' },
    [[['sqs:SendMessage'], [arn('sqs', 'jobs')]]],
    { arns: { [token(3)]: arn('sqs', 'jobs') } },
  ],
  ['sns:publish', { TopicArn: arn('sns', 'alerts'), Message: 'x' }, [[['sns:Publish'], [arn('sns', 'alerts')]]]],
  [
    'events:putEvents',
    { Entries: [{ EventBusName: 'orders' }, {}] },
    [[['events:PutEvents'], [arn('events', 'event-bus/orders'), arn('events', 'event-bus/default')]]],
  ],
  [
    'states:startExecution',
    { StateMachineArn: arn('states', 'stateMachine:child') },
    [[['states:StartExecution'], [arn('states', 'stateMachine:child')]]],
  ],
  [
    'states:startExecution.sync',
    { StateMachineArn: arn('states', 'stateMachine:child') },
    [
      [['states:StartExecution'], [arn('states', 'stateMachine:child')]],
      [['states:DescribeExecution', 'states:StopExecution'], [arn('states', 'execution:child:*')]],
      rule('StepFunctionsGetEventsForStepFunctionsExecutionRule'),
    ],
  ],
  [
    'states:startExecution.sync:2',
    { StateMachineArn: token(4) },
    [
      [['states:StartExecution'], [arn('states', 'stateMachine:child')]],
      [['states:DescribeExecution', 'states:StopExecution'], [arn('states', 'execution:child:*')]],
      rule('StepFunctionsGetEventsForStepFunctionsExecutionRule'),
    ],
    { arns: { [token(4)]: arn('states', 'stateMachine:child') } },
  ],
  ['apigateway:invoke', { ApiEndpoint: 'abc.execute-api.ap-northeast-1.amazonaws.com', Method: 'GET' }, []],
  [
    'apigateway:invoke',
    {
      ApiEndpoint: 'abc.execute-api.ap-northeast-1.amazonaws.com',
      Method: 'GET',
      Stage: 'prod',
      Path: "{% '/orders/' & $states.input.id %}",
      AuthType: 'IAM_ROLE',
    },
    [[['execute-api:Invoke'], [arn('execute-api', 'abc/prod/GET/orders/*')]]],
  ],
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
  ['aws-sdk:s3:getObject', object, [[['s3:GetObject'], ['arn:aws:s3:::b/in/a.csv']]]],
  [
    'aws-sdk:s3:getObject',
    { Bucket: token(5), Key: "{% 'in/' & $states.input.key %}", VersionId: 'v' },
    [[['s3:GetObjectVersion'], [`arn:aws:s3:::${token(5)}/in/*`]]],
  ],
  ['aws-sdk:s3:headObject', object, [[['s3:GetObject'], ['arn:aws:s3:::b/in/a.csv']]]],
  ['aws-sdk:s3:putObject', object, [[['s3:PutObject'], ['arn:aws:s3:::b/in/a.csv']]]],
  ['aws-sdk:s3:deleteObject', object, [[['s3:DeleteObject'], ['arn:aws:s3:::b/in/a.csv']]]],
  [
    'aws-sdk:s3:copyObject',
    { ...object, CopySource: 'from/x/y.csv?versionId=1' },
    [
      [['s3:PutObject'], ['arn:aws:s3:::b/in/a.csv']],
      [['s3:GetObjectVersion'], ['arn:aws:s3:::from/x/y.csv']],
    ],
  ],
  ['aws-sdk:s3:listObjectsV2', { Bucket: 'b' }, [[['s3:ListBucket'], ['arn:aws:s3:::b']]]],
  [
    'aws-sdk:dynamodb:query',
    { TableName: 'orders', IndexName: 'open', KeyConditionExpression: 'pk = :pk' },
    [[['dynamodb:Query'], [`${table}/index/open`]]],
  ],
  ['aws-sdk:dynamodb:scan', { TableName: 'orders' }, [[['dynamodb:Scan'], [table]]]],
  [
    'aws-sdk:dynamodb:batchGetItem',
    { RequestItems: { orders: {}, lines: {} } },
    [[['dynamodb:BatchGetItem'], [table, arn('dynamodb', 'table/lines')]]],
  ],
  ['aws-sdk:dynamodb:batchWriteItem', { RequestItems: { orders: [] } }, [[['dynamodb:BatchWriteItem'], [table]]]],
  [
    'aws-sdk:dynamodb:transactGetItems',
    { TransactItems: [{ Get: { TableName: 'orders', Key: {} } }] },
    [[['dynamodb:GetItem'], [table]]],
  ],
  [
    'aws-sdk:dynamodb:transactWriteItems',
    {
      TransactItems: [
        { Put: { TableName: 'orders', Item: {} } },
        { Put: { TableName: 'lines', Item: {} } },
        { ConditionCheck: { TableName: 'orders', Key: {} } },
        { Delete: { TableName: 'orders', Key: {} } },
        { Update: { TableName: 'orders', Key: {} } },
      ],
    },
    [
      [['dynamodb:PutItem'], [table, arn('dynamodb', 'table/lines')]],
      [['dynamodb:ConditionCheckItem'], [table]],
      [['dynamodb:DeleteItem'], [table]],
      [['dynamodb:UpdateItem'], [table]],
    ],
  ],
  ['aws-sdk:dynamodb:describeTable', { TableName: 'orders' }, [[['dynamodb:DescribeTable'], [table]]]],
  [
    'aws-sdk:sqs:sendMessageBatch',
    { QueueUrl: 'http://127.0.0.1:4566/123456789012/jobs', Entries: [] },
    [[['sqs:SendMessage'], [arn('sqs', 'jobs')]]],
  ],
  [
    'aws-sdk:sqs:getQueueAttributes',
    { QueueUrl: 'http://127.0.0.1:4566/123456789012/jobs' },
    [[['sqs:GetQueueAttributes'], [arn('sqs', 'jobs')]]],
  ],
  ['aws-sdk:sns:publishBatch', { TopicArn: token(6), PublishBatchRequestEntries: [] }, [[['sns:Publish'], [token(6)]]]],
  [
    'aws-sdk:eventbridge:putEvents',
    { Entries: [{ EventBusName: 'orders' }] },
    [[['events:PutEvents'], [arn('events', 'event-bus/orders')]]],
  ],
  [
    'aws-sdk:kinesis:putRecord',
    { StreamName: 'clicks', Data: 'x', PartitionKey: 'p' },
    [[['kinesis:PutRecord'], [arn('kinesis', 'stream/clicks')]]],
  ],
  [
    'aws-sdk:firehose:putRecord',
    { DeliveryStreamName: 'clicks', Record: {} },
    [[['firehose:PutRecord'], [arn('firehose', 'deliverystream/clicks')]]],
  ],
  ['aws-sdk:sfn:startExecution', { StateMachineArn: token(7) }, [[['states:StartExecution'], [token(7)]]]],
  [
    'aws-sdk:sfn:startSyncExecution',
    { StateMachineArn: 'child' },
    [[['states:StartSyncExecution'], [arn('states', 'stateMachine:child')]]],
  ],
  ['aws-sdk:ssm:getParameter', { Name: '/app/limit' }, [[['ssm:GetParameter'], [arn('ssm', 'parameter/app/limit')]]]],
  [
    'aws-sdk:cloudwatch:putMetricData',
    { Namespace: 'app', MetricData: [] },
    [[['cloudwatch:PutMetricData'], ['*'], { StringEquals: { 'cloudwatch:namespace': 'app' } }]],
  ],
  [
    'aws-sdk:codebuild:startBuild',
    { ProjectName: 'site' },
    [[['codebuild:StartBuild'], [arn('codebuild', 'project/site')]]],
  ],
  [
    'aws-sdk:ecs:updateService',
    { Service: 'web', Cluster: 'main' },
    [[['ecs:UpdateService'], [arn('ecs', 'service/main/web')]]],
  ],
  ['aws-sdk:glue:startCrawler', { Name: 'sales' }, [[['glue:StartCrawler'], [arn('glue', 'crawler/sales')]]]],
  [
    'aws-sdk:ec2:startInstances',
    { InstanceIds: ['i-1', 'i-2'] },
    [[['ec2:StartInstances'], [arn('ec2', 'instance/i-1'), arn('ec2', 'instance/i-2')]]],
  ],
  ['aws-sdk:ec2:stopInstances', { InstanceIds: ['i-1'] }, [[['ec2:StopInstances'], [arn('ec2', 'instance/i-1')]]]],
];

describe('each integration asks for exactly what its call needs', () => {
  test.each(rows)('%s %j', (resource, given, expected, more = {}) => {
    const { statements } = permissions(calling(resource, given), { ...options, ...more });
    expect(
      statements.map(({ Action, Resource, Condition }) =>
        Condition === undefined ? [Action, Resource] : [Action, Resource, Condition],
      ),
    ).toEqual(expected);
  });

  test('and none is without a row here', () => {
    const tested = new Set(rows.map(([resource]) => resource.split('.')[0]));
    expect(knownActions().filter((action) => !tested.has(action))).toEqual([]);
  });
});

describe('the statements of a workflow', () => {
  test('hold the resources of calls with the same actions together, in their order, each once', () => {
    const invoke = (FunctionName: string, Next: string) =>
      ({ Type: 'Task', Resource: 'arn:aws:states:::lambda:invoke', Arguments: { FunctionName }, Next }) as const;
    const workflow: Workflow = {
      StartAt: 'a',
      States: {
        a: invoke('z', 'b'),
        b: invoke('a', 'c'),
        c: invoke('z', 'd'),
        d: {
          Type: 'Parallel',
          Branches: [{ StartAt: 'e', States: { e: { ...invoke('m', 'f') }, f: { Type: 'Succeed' } } }],
          End: true,
        },
      },
    };
    expect(permissions(workflow, options).statements).toEqual([
      {
        Sid: 'LambdaInvokeFunction',
        Effect: 'Allow',
        Action: ['lambda:InvokeFunction'],
        Resource: [arn('lambda', 'function:z'), arn('lambda', 'function:a'), arn('lambda', 'function:m')],
      },
    ]);
  });

  test('have Sids of letters and digits, numbered where actions share them', () => {
    const { statements } = permissions(calling('ecs:runTask.sync', container), options);
    expect(statements.map(({ Sid }) => Sid)).toEqual(['EcsRunTask', 'IamPassRole', 'EcsStopTask', 'EventsPutTargets']);
    const two = permissions(calling('batch:submitJob', job), {
      ...options,
      grants: { s: [{ actions: ['batch:SubmitJob', 'batch:ListJobs'], resources: ['arn:aws:batch:::x'] }] },
    });
    expect(two.statements.map(({ Sid }) => Sid)).toEqual(['BatchSubmitJob', 'BatchSubmitJob2']);
  });

  test('stay apart where their conditions differ', () => {
    const inCluster = (Cluster: string, Next: string) =>
      ({
        Type: 'Task',
        Resource: 'arn:aws:states:::ecs:runTask',
        Arguments: { ...container, Cluster },
        Next,
      }) as const;
    const workflow: Workflow = {
      StartAt: 'a',
      States: { a: inCluster('main', 'b'), b: inCluster('spare', 'c'), c: { Type: 'Succeed' } },
    };
    expect(permissions(workflow, options).statements.map(({ Sid, Condition }) => [Sid, Condition])).toEqual([
      ['EcsRunTask', cluster],
      ['IamPassRole', { StringEquals: { 'iam:PassedToService': 'ecs-tasks.amazonaws.com' } }],
      ['EcsRunTask2', { ArnEquals: { 'ecs:cluster': arn('ecs', 'cluster/spare') } }],
    ]);
  });

  test('name the partition that is given', () => {
    const { statements } = permissions(calling('glue:startJobRun', { JobName: 'etl' }), {
      ...options,
      region: 'cn-north-1',
      partition: 'aws-cn',
    });
    expect(statements[0]?.Resource).toEqual(['arn:aws-cn:glue:cn-north-1:123456789012:job/etl']);
  });

  test('of a Task with Credentials only let the role be assumed', () => {
    const workflow = calling('glue:startJobRun.sync', { JobName: 'etl' }, { Credentials: { RoleArn: role } });
    expect(permissions(workflow, options).statements).toEqual([
      { Sid: 'StsAssumeRole', Effect: 'Allow', Action: ['sts:AssumeRole'], Resource: [role] },
    ]);
  });

  test('that are on * are exemptions, each with its reason and its page', () => {
    const { statements, exemptions } = permissions(calling('batch:submitJob.sync', job), {
      ...options,
      logging: true,
      tracing: true,
    });
    const onEverything = statements.filter(({ Resource }) => Resource.includes('*')).map(({ Sid }) => Sid);
    expect(onEverything).toEqual(['BatchDescribeJobs', 'LogsCreateLogDelivery', 'XrayPutTraceSegments']);
    expect(exemptions.map(({ Sid }) => Sid)).toEqual(onEverything);
    for (const { reason, page } of exemptions) {
      expect(reason).toMatch(/\*/);
      expect(page).toMatch(/^https:\/\/docs\.aws\.amazon\.com\//);
    }
  });
});

describe('a Distributed Map', () => {
  const distributed = (fields: object): Workflow => ({
    StartAt: 'm',
    States: {
      m: {
        Type: 'Map',
        ItemProcessor: {
          ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'EXPRESS' },
          StartAt: 'i',
          States: { i: { Type: 'Succeed' } },
        },
        ...fields,
        End: true,
      } as AnyState,
    },
  });
  const named = { ...options, stateMachineName: 'import' };
  const children = (run: string) => [
    [['states:StartExecution'], [arn('states', 'stateMachine:import')]],
    [['states:DescribeExecution', 'states:StopExecution'], [arn('states', 'execution:import:*')]],
    [['states:RedriveExecution'], [arn('states', `execution:import/${run}:*`)]],
  ];
  const allowed = (workflow: Workflow) =>
    permissions(workflow, named).statements.map(({ Action, Resource }) => [Action, Resource]);

  test('runs, follows and redrives its children', () => {
    expect(allowed(distributed({}))).toEqual(children('*'));
    expect(allowed(distributed({ Label: 'rows' }))).toEqual(children('rows'));
  });

  test('reads its items and writes its results', () => {
    const workflow = distributed({
      Label: 'rows',
      ItemReader: {
        Resource: 'arn:aws:states:::s3:getObject',
        Arguments: { Bucket: 'in', Key: "{% 'csv/' & $states.input.key %}", VersionId: '{% $states.input.version %}' },
      },
      ResultWriter: { Resource: 'arn:aws:states:::s3:putObject', Arguments: { Bucket: 'out', Prefix: 'rows/' } },
    });
    expect(allowed(workflow)).toEqual([
      ...children('rows'),
      [['s3:GetObjectVersion'], ['arn:aws:s3:::in/csv/*']],
      [
        ['s3:PutObject', 's3:GetObject', 's3:ListMultipartUploadParts', 's3:AbortMultipartUpload'],
        ['arn:aws:s3:::out/rows/*'],
      ],
    ]);
  });

  test('that reads a manifest reads what that lists, too', () => {
    const reading = (version: object) =>
      distributed({
        ItemReader: {
          Resource: 'arn:aws:states:::s3:getObject',
          ReaderConfig: { InputType: 'MANIFEST' },
          Arguments: { Bucket: 'in', Key: 'inventory/manifest.json', ...version },
        },
      });
    const files = [['s3:GetObject'], ['arn:aws:s3:::in/*']];
    expect(allowed(reading({})).slice(3)).toEqual([files]);
    const manifest = [['s3:GetObjectVersion'], ['arn:aws:s3:::in/inventory/manifest.json']];
    expect(allowed(reading({ VersionId: '{% $states.input.version %}' })).slice(3)).toEqual([manifest, files]);
  });

  test('that only says the form of its results writes nowhere', () => {
    const ResultWriter = { WriterConfig: { OutputType: 'JSON', Transformation: 'COMPACT' } } as const;
    expect(allowed(distributed({ ResultWriter }))).toEqual(children('*'));
  });

  test('that lists a bucket may list it', () => {
    const workflow = distributed({
      ItemReader: { Resource: 'arn:aws:states:::s3:listObjectsV2', Arguments: { Bucket: 'in', Prefix: 'csv/' } },
    });
    expect(allowed(workflow).at(-1)).toEqual([['s3:ListBucket'], ['arn:aws:s3:::in']]);
  });

  test('needs the name of the state machine', () => {
    expect(() => permissions(distributed({}), options)).toThrow(
      'State "m" is a Distributed Map, whose role starts executions of the workflow itself. Give `stateMachineName`.',
    );
  });
});

describe('what no definition shows must be said', () => {
  test.each([
    [
      'a queue by a token',
      'sqs:sendMessage',
      { QueueUrl: token(1), MessageBody: '' },
      /QueueUrl is the token .* in `arns`/,
    ],
    ['executions of a token', 'states:startExecution.sync', { StateMachineArn: token(1) }, /with its name, in `arns`/],
    ['tasks of a token', 'ecs:runTask', { ...container, Cluster: token(1) }, /Cluster is the token/],
    ['the roles of a container', 'ecs:runTask', { TaskDefinition: 't' }, /in `passedRoles` under that state/],
    ['the data of a query', 'athena:startQueryExecution', { QueryString: 'x' }, /in `grants` under that state/],
    ['a resource of the data', 'glue:startJobRun', { JobName: '{% $x %}' }, /JobName.*must be a literal or a token/],
    ['an API', 'aws-sdk:iam:createUser', {}, /whose permissions this library doesn't know/],
  ] as const)('%s', (_, resource, given, message) => {
    expect(() => permissions(calling(resource, given), options)).toThrow(PolicyError);
    expect(() => permissions(calling(resource, given), options)).toThrow(message);
  });

  test('and of states that are there', () => {
    expect(() => permissions(calling('glue:startJobRun', { JobName: 'j' }), { ...options, grants: { x: [] } })).toThrow(
      /names the state "x", which the workflow doesn't have/,
    );
  });

  test('with a reason for what is on *', () => {
    const grants = { s: [{ actions: ['kms:Decrypt'], resources: ['*'] }] };
    expect(() => permissions(calling('glue:startJobRun', { JobName: 'j' }), { ...options, grants })).toThrow(
      '`grants` allows kms:Decrypt on * for the state "s". Give a reason.',
    );
  });
});
