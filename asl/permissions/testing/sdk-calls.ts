import { arn, type Row, token } from './calling';

const table = arn('dynamodb', 'table/orders');
const object = { Bucket: 'b', Key: 'in/a.csv' };

/** Calls of APIs by the SDK. */
export const sdkCalls: readonly Row[] = [
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
    { StateMachineArn: arn('states', 'stateMachine:child:7') },
    [
      [
        ['states:StartSyncExecution'],
        [arn('states', 'stateMachine:child')],
        { 'ForAnyValue:StringEquals': { 'states:StateMachineQualifier': ['7'] } },
      ],
    ],
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
