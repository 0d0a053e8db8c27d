import type { Environment } from '@blueprint/env';
import type { FunctionPath } from '@blueprint/lambdas';
import { LIVE } from '@blueprint/lambdas/platform/live';
import { CloudwatchLogGroup } from '@cdktf/provider-aws/lib/cloudwatch-log-group';
import type { IamRolePolicy } from '@cdktf/provider-aws/lib/iam-role-policy';
import { LambdaAlias } from '@cdktf/provider-aws/lib/lambda-alias';
import { LambdaFunction } from '@cdktf/provider-aws/lib/lambda-function';
import { LambdaFunctionEventInvokeConfig } from '@cdktf/provider-aws/lib/lambda-function-event-invoke-config';
import { LambdaPermission } from '@cdktf/provider-aws/lib/lambda-permission';
import { Construct } from 'constructs';
import { uploadBundle } from './bundle';
import { EnvironmentStack } from './environment-stack';
import { named, within } from './limits';
import type { Statement } from './policy';
import type { Queue } from './queue';
import { ServiceRole } from './service-role';

const LIMITS = 'https://docs.aws.amazon.com/lambda/latest/api/API_CreateFunction.html';

export interface NodeFunctionProps {
  /** The handler's file below `lambdas/`, which also names the function: `command/finish` is `<env>-<app>-command-finish`. */
  readonly path: FunctionPath;
  /** Folder of the bundles: `<folder>/<path>.zip`. */
  readonly bundles: string;
  /** Name of the bucket through which bundles are uploaded. */
  readonly codeBucket: string;
  /** What the handler reads from its environment, besides what Powertools needs. */
  readonly environment: Readonly<Record<string, string>>;
  /** What the handler may do, besides writing its logs and traces. */
  readonly grants: readonly Statement[];
  /** Memory in MB, 128–10,240; CPU grows with it. Default: 256. */
  readonly memoryMb?: number;
  /** Seconds an invocation may last, 1–900. Default: 30. */
  readonly timeoutSeconds?: number;
  /** ARN of the key that encrypts the logs and what the handler reads and writes. Default: keys that AWS owns. */
  readonly keyArn?: string | undefined;
}

/**
 * A function on Node.js 22 and arm64 with a role and a log group of its own and active tracing. Its metrics go to the namespace
 * `<env>-<app>` under the workflow's name as service. Each change is published as a version, and the alias `live` follows once code,
 * settings and rights are there: Lambda would change them one after another under who invokes the function itself.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/configuration-aliases.html
 */
export class NodeFunction extends Construct {
  readonly path: FunctionPath;
  /** Name without the environment's prefix. */
  readonly id: string;
  readonly name: string;
  /** The ARN of the alias: what invokes the function, and what IAM knows it by. What uses it waits for the alias. */
  readonly arn: string;
  /** Seconds an invocation may last. */
  readonly timeoutSeconds: number;
  private readonly role: ServiceRole;
  private readonly live: LambdaAlias;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: NodeFunctionProps,
  ) {
    super(scope, id);
    this.path = props.path;
    this.timeoutSeconds = props.timeoutSeconds ?? 30;
    this.id = props.path.replaceAll('/', '-');
    this.name = EnvironmentStack.of(this).resourceName(this.id);
    this.checkLimits();
    const logs = this.createLogGroup();
    this.role = this.createRole(logs);
    this.live = this.createAlias(this.createFunction(logs));
    this.arn = this.live.arn;
  }

  /** What must wait until the function may act depends on this. */
  get policy(): IamRolePolicy {
    return this.role.policy;
  }

  /** Adds rights to the function's role. */
  grant(...statements: readonly Statement[]): void {
    this.role.grant(...statements);
  }

  /**
   * Settings of asynchronous invocations, such as those by event rules.
   *
   * @param retries further attempts after an error, 0–2
   * @param maxAgeSeconds how old an event may get, 60–21,600
   * @param onFailure keeps the events that no attempt could handle; without it they are dropped
   * @see https://docs.aws.amazon.com/lambda/latest/api/API_PutFunctionEventInvokeConfig.html
   */
  invokeAsynchronously(retries: number, maxAgeSeconds: number, onFailure?: Queue): void {
    const page = 'https://docs.aws.amazon.com/lambda/latest/api/API_PutFunctionEventInvokeConfig.html';
    within(this, 'retries', retries, [0, 2], page);
    within(this, 'maxAgeSeconds', maxAgeSeconds, [60, 21_600], page);
    if (onFailure) this.grantSending('FailedInvocations', onFailure);
    new LambdaFunctionEventInvokeConfig(this, 'asynchronous', {
      functionName: this.live.functionName,
      qualifier: this.live.name,
      maximumRetryAttempts: retries,
      maximumEventAgeInSeconds: maxAgeSeconds,
      ...(onFailure && { destinationConfig: { onFailure: { destination: onFailure.arn } } }),
      // Lambda checks that the role may send to the destination.
      dependsOn: [this.policy],
    });
  }

  /**
   * Lets a service invoke the function.
   *
   * @param service such as `events.amazonaws.com`
   * @param sourceArn for what the service may
   */
  permit(scope: Construct, id: string, statementId: string, service: string, sourceArn: string): LambdaPermission {
    return new LambdaPermission(scope, id, {
      statementId,
      action: 'lambda:InvokeFunction',
      functionName: this.live.functionName,
      qualifier: this.live.name,
      principal: service,
      sourceArn,
    });
  }

  /** Lets the function send to a queue. */
  grantSending(sid: string, queue: Queue): void {
    this.grant({ Sid: sid, Action: ['sqs:SendMessage'], Resource: [queue.arn] });
  }

  private checkLimits(): void {
    const { memoryMb = 256 } = this.props;
    named(this, this.name, /^[\w-]{1,64}$/, '1–64 letters, digits, hyphens and underscores', LIMITS);
    within(this, 'memoryMb', memoryMb, [128, 10_240], LIMITS);
    within(this, 'timeoutSeconds', this.timeoutSeconds, [1, 900], LIMITS);
  }

  private createLogGroup(): CloudwatchLogGroup {
    const { env } = EnvironmentStack.of(this);
    return new CloudwatchLogGroup(this, 'logs', {
      name: `/aws/lambda/${this.name}`,
      retentionInDays: env.retention.functionLogsDays,
      ...(this.props.keyArn && { kmsKeyId: this.props.keyArn }),
    });
  }

  private createRole(logs: CloudwatchLogGroup): ServiceRole {
    const { keyArn, grants } = this.props;
    const role = new ServiceRole(this, 'role', { name: this.name, service: 'lambda.amazonaws.com', keyArn });
    role.grant(
      { Sid: 'Logs', Action: ['logs:CreateLogStream', 'logs:PutLogEvents'], Resource: [`${logs.arn}:*`] },
      { Sid: 'Traces', Action: ['xray:PutTraceSegments', 'xray:PutTelemetryRecords'], Resource: ['*'] },
      ...grants,
    );
    return role;
  }

  private createFunction(logs: CloudwatchLogGroup): LambdaFunction {
    const { env } = EnvironmentStack.of(this);
    const { bundles, codeBucket } = this.props;
    const code = uploadBundle(this, `${bundles}/${this.path}.zip`, codeBucket, `code/${this.id}`);
    const reserved = env.concurrency.reserved[this.path];
    return new LambdaFunction(this, 'function', {
      functionName: this.name,
      role: this.role.arn,
      runtime: 'nodejs22.x',
      architectures: ['arm64'],
      handler: 'index.handler',
      s3Bucket: codeBucket,
      s3Key: code.key,
      sourceCodeHash: code.sha256,
      publish: true,
      memorySize: this.props.memoryMb ?? 256,
      timeout: this.timeoutSeconds,
      tracingConfig: { mode: 'Active' },
      loggingConfig: { logFormat: 'Text', logGroup: logs.name },
      environment: { variables: { ...this.powertools(), ...this.props.environment } },
      ...(reserved !== undefined && { reservedConcurrentExecutions: reserved }),
    });
  }

  private createAlias(created: LambdaFunction): LambdaAlias {
    return new LambdaAlias(this, 'live', {
      name: LIVE,
      functionName: created.functionName,
      functionVersion: created.version,
      dependsOn: [this.policy],
    });
  }

  /** @see https://docs.aws.amazon.com/powertools/typescript/latest/environment-variables/ */
  private powertools(): Record<string, string> {
    const { env } = EnvironmentStack.of(this);
    return {
      POWERTOOLS_SERVICE_NAME: workflowOf(this.path),
      POWERTOOLS_METRICS_NAMESPACE: metricsNamespace(env),
      POWERTOOLS_LOG_LEVEL: env.logLevel,
    };
  }
}

/** The CloudWatch namespace of what functions measure themselves. */
export function metricsNamespace({ name, app }: Environment): string {
  return `${name}-${app}`;
}

function workflowOf(path: FunctionPath): string {
  return path.split('/', 1).join();
}
