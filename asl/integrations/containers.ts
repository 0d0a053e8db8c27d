import { isJsonObject, type JsonObject } from '../definition/json';
import type { Call, Grant, Integrations, NamedIdentifier } from './integration';
import { managedRule, passRole } from './job-events';
import { isArn, PolicyError, type PolicyScope } from './policy-scope';
import { literal, literalOr, literalValue } from './read-arguments';

const assumedBy = 'ecs-tasks.amazonaws.com';

/** A task definition without a revision runs its latest one, so every revision must be allowed. */
function taskDefinitionArn(call: Call, scope: PolicyScope): string {
  const arn = scope.identify(call.state, 'TaskDefinition', literal(call, 'TaskDefinition'), {
    service: 'ecs',
    resource: (name) => `task-definition/${name}`,
    token: 'arn',
  });
  return isArn(arn) && !/:\d+$/.test(arn) ? `${arn}:*` : arn;
}

function clusterArn(call: Call, scope: PolicyScope): string {
  return scope.identify(call.state, 'Cluster', literalOr(call, 'Cluster', 'default'), {
    service: 'ecs',
    resource: (name) => `cluster/${name}`,
  });
}

/** The roles that a task's overrides name. */
function overriddenRoles(given: JsonObject): readonly NamedIdentifier[] {
  const overrides = isJsonObject(given.Overrides) ? given.Overrides : {};
  return ['TaskRoleArn', 'ExecutionRoleArn'].flatMap((role) => {
    const value = overrides[role];
    return value === undefined ? [] : [{ argument: `Overrides.${role}`, value }];
  });
}

/** The roles that a task runs with: the two that Overrides may name, and where it doesn't, those that `passedRoles` lists. */
function taskRoles(call: Call, scope: PolicyScope): readonly string[] {
  const named = overriddenRoles(call.arguments).map(({ argument, value }) => literalValue(call, argument, value));
  return named.length === 2 ? named : [...named, ...scope.passedRoles(call.state, assumedBy)];
}

/** The pattern of a cluster's tasks: `cluster/<name>` becomes `task/<name>/*`. */
function tasksOf(call: Call, cluster: string): string {
  const tasks = cluster.replace(':cluster/', ':task/');
  if (tasks !== cluster) return `${tasks}/*`;
  throw new PolicyError(
    `State "${call.state}" runs tasks in ${cluster}, and their ARNs can't be told from it. Give the ARN of the cluster, with its name, in \`arns\`.`,
  );
}

/** A batch job definition without a revision runs its latest active one. */
function jobDefinitionArns(call: Call, scope: PolicyScope): readonly string[] {
  const arn = scope.identify(call.state, 'JobDefinition', literal(call, 'JobDefinition'), {
    service: 'batch',
    resource: (name) => `job-definition/${name}`,
    token: 'arn',
  });
  return isArn(arn) && !/:\d+$/.test(arn) ? [arn, `${arn}:*`] : [arn];
}

/** Containers: ECS tasks and Batch jobs. */
export const containers = {
  /**
   * AWS's own template stops and describes `*`; the ARN of a task names its cluster, so this one names the cluster.
   * @see https://docs.aws.amazon.com/step-functions/latest/dg/connect-ecs.html
   */
  'ecs:runTask': {
    patterns: ['sync', 'waitForTaskToken'],
    page: 'https://docs.aws.amazon.com/step-functions/latest/dg/ecs-iam.html',
    arguments: {
      TaskDefinition: 'identifier',
      Cluster: 'identifier?',
      CapacityProviderStrategy: 'list?',
      Count: 'number?',
      EnableECSManagedTags: 'flag?',
      EnableExecuteCommand: 'flag?',
      Group: 'text?',
      LaunchType: 'text?',
      NetworkConfiguration: 'object?',
      Overrides: 'object?',
      PlacementConstraints: 'list?',
      PlacementStrategy: 'list?',
      PlatformVersion: 'text?',
      PropagateTags: 'text?',
      ReferenceId: 'text?',
      StartedBy: 'text?',
      Tags: 'list?',
    },
    nestedIdentifiers: overriddenRoles,
    permissions(call, scope): readonly Grant[] {
      const cluster = clusterArn(call, scope);
      const run: Grant[] = [
        {
          actions: ['ecs:RunTask'],
          resources: [taskDefinitionArn(call, scope)],
          condition: { ArnEquals: { 'ecs:cluster': cluster } },
        },
        ...passRole(taskRoles(call, scope), assumedBy),
      ];
      if (call.arguments.Tags !== undefined) {
        run.push({
          actions: ['ecs:TagResource'],
          resources: [tasksOf(call, cluster)],
          condition: { StringEquals: { 'ecs:CreateAction': 'RunTask' } },
        });
      }
      if (call.pattern !== 'sync') return run;
      return [
        ...run,
        { actions: ['ecs:StopTask', 'ecs:DescribeTasks'], resources: [tasksOf(call, cluster)] },
        managedRule(scope, 'StepFunctionsGetEventsForECSTaskRule'),
      ];
    },
  },
  /**
   * `batch:DescribeJobs` takes no resource; a job's ARN holds an id that no one knows before it is submitted.
   * @see https://docs.aws.amazon.com/step-functions/latest/dg/connect-batch.html
   */
  'batch:submitJob': {
    patterns: ['sync'],
    page: 'https://docs.aws.amazon.com/step-functions/latest/dg/batch-iam.html',
    arguments: {
      JobName: 'text',
      JobQueue: 'identifier',
      JobDefinition: 'identifier',
      ArrayProperties: 'object?',
      ContainerOverrides: 'object?',
      DependsOn: 'list?',
      EksPropertiesOverride: 'object?',
      NodeOverrides: 'object?',
      Parameters: 'object?',
      PropagateTags: 'flag?',
      RetryStrategy: 'object?',
      SchedulingPriorityOverride: 'number?',
      ShareIdentifier: 'text?',
      Tags: 'object?',
      Timeout: 'object?',
    },
    permissions(call, scope): readonly Grant[] {
      const queue = scope.identify(call.state, 'JobQueue', literal(call, 'JobQueue'), {
        service: 'batch',
        resource: (name) => `job-queue/${name}`,
        token: 'arn',
      });
      const jobs = scope.arn('batch', 'job/*');
      const submit: Grant[] = [
        { actions: ['batch:SubmitJob'], resources: [...jobDefinitionArns(call, scope), queue] },
        ...(call.arguments.Tags === undefined ? [] : [{ actions: ['batch:TagResource'], resources: [jobs] }]),
      ];
      if (call.pattern !== 'sync') return submit;
      return [
        ...submit,
        {
          actions: ['batch:DescribeJobs'],
          resources: ['*'],
          reason: 'batch:DescribeJobs has no resource type: IAM evaluates it against * only.',
        },
        { actions: ['batch:TerminateJob'], resources: [jobs] },
        managedRule(scope, 'StepFunctionsGetEventsForBatchJobsRule'),
      ];
    },
  },
} as const satisfies Integrations;
