import { permissions, toAsl, type Workflow } from '@blueprint/asl';
import { LIVE } from '@blueprint/lambdas/platform/live';
import { CloudwatchLogGroup } from '@cdktf/provider-aws/lib/cloudwatch-log-group';
import { SfnAlias } from '@cdktf/provider-aws/lib/sfn-alias';
import { SfnStateMachine } from '@cdktf/provider-aws/lib/sfn-state-machine';
import { Construct } from 'constructs';
import { EnvironmentStack } from './environment-stack';
import { named } from './limits';
import { liveArn } from './live';
import { ServiceRole } from './service-role';

const QUOTAS = 'https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html';

export interface StateMachineProps {
  /** Last part of the machine's name. */
  readonly name: string;
  readonly definition: Workflow;
  /** Default: STANDARD. */
  readonly type?: 'STANDARD' | 'EXPRESS';
  /** ARNs of what the definition calls by another token, such as a queue by its URL: each by that token. */
  readonly arns?: Readonly<Record<string, string>>;
  /** ARN of the key that encrypts the execution logs. Default: CloudWatch's own. */
  readonly keyArn?: string | undefined;
}

/**
 * The ARN that the state machine of this name will have: functions need it before the machine is there, which in turn needs the
 * functions. It is what IAM, metrics and events know the machine by; {@link liveArn} of it is what starts it.
 */
export function stateMachineArn(scope: Construct, name: string): string {
  const stack = EnvironmentStack.of(scope);
  return stack.arn('states', `stateMachine:${stack.resourceName(name)}`);
}

/**
 * A state machine with a role that may do what its definition calls, every event of its executions logged, and
 * X-Ray traces. The definition is linted as it becomes ASL. Each change is published as a version, and the alias `live` follows:
 * executions go on in the version that they were started with.
 *
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/concepts-cd-aliasing-versioning.html
 */
export class StateMachine extends Construct {
  /** Name without the environment's prefix. */
  readonly id: string;
  readonly name: string;
  /** What IAM, metrics and events know the machine by. */
  readonly arn: string;
  /** What starts executions: the ARN of the alias. */
  readonly liveArn: string;
  /** What must wait until executions can be started depends on this. */
  readonly live: SfnAlias;

  /** @throws Error that names the construct, when its definition breaks a rule or leaves its role's policy open */
  constructor(
    scope: Construct,
    id: string,
    private readonly props: StateMachineProps,
  ) {
    super(scope, id);
    const { env } = EnvironmentStack.of(this);
    this.id = props.name;
    this.name = EnvironmentStack.of(this).resourceName(props.name);
    named(this, this.name, /^[\w-]{1,80}$/, '1–80 letters, digits, hyphens and underscores', QUOTAS);
    const definition = this.placed(() => toAsl(props.definition, { type: this.type }));
    const logs = this.createLogGroup();
    const role = this.createRole();
    this.arn = stateMachineArn(this, props.name);
    this.liveArn = liveArn(this.arn);
    const machine = new SfnStateMachine(this, 'machine', {
      name: this.name,
      type: this.type,
      definition,
      publish: true,
      roleArn: role.arn,
      tracingConfiguration: { enabled: true },
      loggingConfiguration: {
        level: 'ALL',
        includeExecutionData: env.executionDataInLogs,
        logDestination: `${logs.arn}:*`,
      },
      // Step Functions checks that the role may deliver logs.
      dependsOn: [role.policy],
    });
    this.live = new SfnAlias(this, 'live', {
      name: LIVE,
      routingConfiguration: [{ stateMachineVersionArn: machine.stateMachineVersionArn, weight: 100 }],
    });
  }

  /** How it runs. */
  get type(): 'STANDARD' | 'EXPRESS' {
    return this.props.type ?? 'STANDARD';
  }

  get definition(): Workflow {
    return this.props.definition;
  }

  /** Errors of a definition name its states, and workflows have states of the same name: they get the path of this construct. */
  private placed<T>(read: () => T): T {
    try {
      return read();
    } catch (error) {
      throw new Error(`${this.node.path}: ${error instanceof Error ? error.message : error}`, { cause: error });
    }
  }

  private createLogGroup(): CloudwatchLogGroup {
    const { env } = EnvironmentStack.of(this);
    return new CloudwatchLogGroup(this, 'logs', {
      name: `/aws/vendedlogs/states/${this.name}`,
      retentionInDays: env.retention.machineLogsDays,
      ...(this.props.keyArn && { kmsKeyId: this.props.keyArn }),
    });
  }

  /**
   * Step Functions always says for which machine it takes the role, so another one is refused; whether it says the version, too, is
   * not documented. The local AWS takes it through STS and says nothing: hence `IfExists`.
   *
   * @see https://docs.aws.amazon.com/step-functions/latest/dg/procedure-create-iam-role.html#prevent-cross-service-confused-deputy
   */
  private createRole(): ServiceRole {
    const { env } = EnvironmentStack.of(this);
    const { statements, exemptions } = this.placed(() =>
      permissions(this.props.definition, {
        region: env.region,
        accountId: env.account,
        stateMachineName: this.name,
        ...(this.props.arns && { arns: this.props.arns }),
        logging: true,
        tracing: true,
      }),
    );
    const arn = stateMachineArn(this, this.props.name);
    const role = new ServiceRole(this, 'role', {
      name: this.name,
      service: 'states.amazonaws.com',
      trustCondition: {
        StringEqualsIfExists: { 'aws:SourceAccount': env.account },
        ArnLikeIfExists: { 'aws:SourceArn': [arn, `${arn}:*`] },
      },
      exemptions,
      keyArn: this.props.keyArn,
    });
    role.grant(...statements);
    return role;
  }
}
