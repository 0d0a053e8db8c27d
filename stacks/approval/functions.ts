import type { FunctionPath } from '@blueprint/lambdas';
import { operations } from '@blueprint/lambdas/approval/operations';
import { Construct } from 'constructs';
import { EnvironmentStack } from '../constructs/environment-stack';
import { HttpFunction } from '../constructs/http-function';
import { NodeFunction, type NodeFunctionProps } from '../constructs/node-function';
import type { Statement } from '../constructs/policy';
import { stateMachineArn } from '../constructs/state-machine';
import type { Topic } from '../constructs/topic';
import { OPEN_INDEX, ownStored, type Stored } from '../storage-outputs';
import type { WorkflowProps } from '../workflows';

export interface ApprovalFunctionsProps extends WorkflowProps {
  /** Takes the mails. */
  readonly topic: Topic;
}

/** The functions of approvals, each with just the variables and rights that its handler uses. Only they read the key of the links. */
export class ApprovalFunctions extends Construct {
  /** Asks; Tasks of any workflow invoke it. */
  readonly request: NodeFunction;
  /** Serves the page and its buttons. */
  readonly http: NodeFunction;
  /** Reminds, expires, and delivers what was not delivered. */
  readonly remind: NodeFunction;
  private readonly table: Stored;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: ApprovalFunctionsProps,
  ) {
    super(scope, id);
    this.table = ownStored(props.storage, 'approvals');
    this.request = this.createRequest();
    this.http = this.createHttp();
    this.remind = this.createRemind();
  }

  private createRequest(): NodeFunction {
    const { env } = EnvironmentStack.of(this);
    const { topic } = this.props;
    return this.create('approval/request', {
      environment: {
        ...this.mailVariables(),
        EXPIRY_SECONDS: String(env.approvals.expirySeconds),
        REMINDER_SECONDS: String(env.approvals.reminderSeconds),
        RETENTION_DAYS: String(env.retention.jobsDays),
      },
      grants: [this.rows('GetItem', 'UpdateItem'), topic.publishing('Mail'), this.linkKey(), this.answers()],
    });
  }

  private createHttp(): NodeFunction {
    return new HttpFunction(this, 'http', {
      path: 'approval/http',
      ...this.common(),
      api: this.props.api,
      operations,
      environment: this.variables(),
      grants: [this.rows('GetItem', 'UpdateItem'), this.linkKey(), this.answers()],
    });
  }

  private createRemind(): NodeFunction {
    const stack = EnvironmentStack.of(this);
    const { topic } = this.props;
    return this.create('approval/remind', {
      timeoutSeconds: 300,
      environment: {
        ...this.mailVariables(),
        OPEN_INDEX,
        REMINDER_SECONDS: String(stack.env.approvals.reminderSeconds),
        STUCK_AFTER_SECONDS: String(stack.env.stuckAfterSeconds),
      },
      grants: [
        { Sid: 'Due', Action: ['dynamodb:Query'], Resource: [`${this.table.arn}/index/${OPEN_INDEX}`] },
        this.rows('GetItem', 'UpdateItem'),
        topic.publishing('Mail'),
        this.linkKey(),
        this.answers(),
        {
          Sid: 'Execution',
          Action: ['states:DescribeExecution'],
          Resource: [stack.arn('states', `execution:${stack.resourceName('*')}:*`)],
        },
      ],
    });
  }

  private create(
    path: Extract<FunctionPath, `approval/${string}`>,
    own: Pick<NodeFunctionProps, 'environment' | 'grants' | 'timeoutSeconds'>,
  ): NodeFunction {
    return new NodeFunction(this, path.slice('approval/'.length), { path, ...this.common(), ...own });
  }

  private common() {
    const { storage, bundles } = this.props;
    return { bundles, codeBucket: storage.assets.name, keyArn: storage.keyArn };
  }

  private variables() {
    const { approvals } = EnvironmentStack.of(this).env;
    return {
      APPROVALS_TABLE: this.table.name,
      APPROVER_EMAILS: JSON.stringify(approvals.approvers),
      LINK_KEY_PARAMETER: approvals.linkKeyParameter,
    };
  }

  private mailVariables() {
    const { topic, api } = this.props;
    return { ...this.variables(), TOPIC_ARN: topic.arn, API_URL: api.url };
  }

  private rows(...actions: readonly string[]): Statement {
    return { Sid: 'Approvals', Action: actions.map((action) => `dynamodb:${action}`), Resource: [this.table.arn] };
  }

  private linkKey(): Statement {
    const stack = EnvironmentStack.of(this);
    // The name begins with the slash that parts it from the resource type. Its versions are of the same ARN.
    const Resource = [stack.arn('ssm', `parameter${stack.env.approvals.linkKeyParameter}`)];
    return { Sid: 'LinkKey', Action: ['ssm:GetParameter'], Resource };
  }

  /** Any workflow of the application may ask. The token tells whose Task it is, and IAM checks its machine. */
  private answers(): Statement {
    return {
      Sid: 'Answers',
      Action: ['states:SendTaskSuccess', 'states:SendTaskFailure'],
      Resource: [stateMachineArn(this, '*')],
    };
  }
}
