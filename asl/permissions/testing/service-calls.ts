import { arn, type Row, rule, token } from './calling';

const table = arn('dynamodb', 'table/orders');

/** Calls of services that answer or take a message, and of executions and APIs. */
export const serviceCalls: readonly Row[] = [
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
    { StateMachineArn: arn('states', 'stateMachine:child:live') },
    [
      [
        ['states:StartExecution'],
        [arn('states', 'stateMachine:child')],
        { 'ForAnyValue:StringEquals': { 'states:StateMachineQualifier': ['live'] } },
      ],
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
  [
    'apigateway:invoke',
    {
      ApiEndpoint: `${token(5)}.execute-api.ap-northeast-1.amazonaws.com`,
      Method: 'GET',
      Path: '/orders',
      AuthType: 'IAM_ROLE',
    },
    [[['execute-api:Invoke'], [arn('execute-api', `${token(5)}/$default/GET/orders`)]]],
  ],
];
