import type { Environment } from '@blueprint/env';
import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { type App, TerraformStack } from 'cdktf';
import type { Construct } from 'constructs';
import { keepState } from './terraform-state';

/**
 * A stack of one environment: its provider, which refuses any account but the environment's, its state, and the names
 * of what is in it.
 */
export class EnvironmentStack extends TerraformStack {
  /** @param part what the stack holds; the stack is called `<env>-<part>` */
  constructor(
    app: App,
    readonly env: Environment,
    part: string,
  ) {
    super(app, `${env.name}-${part}`);
    const config = {
      region: env.region,
      allowedAccountIds: [env.account],
      defaultTags: [{ tags: { Environment: env.name, Application: env.app, ...env.tags } }],
    };
    new AwsProvider(this, 'aws', env.provider ? { ...config, ...env.provider } : config);
    keepState(this, env);
  }

  /** The stack that a construct stands in. */
  static override of(construct: Construct): EnvironmentStack {
    const stack = TerraformStack.of(construct);
    if (stack instanceof EnvironmentStack) return stack;
    throw new Error(`${construct.node.path} stands in ${stack.node.id}, which is no EnvironmentStack.`);
  }

  /** `<env>-<app>-<part>`: how every resource is named. */
  resourceName(part: string): string {
    return `${this.env.name}-${this.env.app}-${part}`;
  }

  /**
   * The ARN of a resource of this account and region whose name is known before it exists: for references that would
   * otherwise go round in a circle, such as a function that starts the state machine it is a task of.
   */
  arn(service: string, resource: string): string {
    return `arn:aws:${service}:${this.env.region}:${this.env.account}:${resource}`;
  }
}
