import { describe, expect, test } from '@jest/globals';
import type { Workflow } from '../definition/workflow';
import { permissions } from './permissions';
import { arn, calling, options, role } from './testing/calling';
import { cluster, container, job } from './testing/job-calls';

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
