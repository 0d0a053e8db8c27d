import type { Environment } from '@blueprint/env';
import { type App, TerraformOutput } from 'cdktf';
import { EnvironmentStack } from '../constructs/environment-stack';
import { EnvironmentArns } from './environment-arns';
import { GitHubRole, gitHubProvider } from './github-role';
import { PermissionsBoundary } from './permissions-boundary';
import { applyPolicies, planPolicies } from './rights';
import { StateBucket } from './state-bucket';

/**
 * What delivers an environment: the bucket of its states, plans and artifacts, and the roles that GitHub's jobs take. It is applied by
 * people (`npm run bootstrap`) and never by the roles that it makes.
 */
export class DeliveryStack extends EnvironmentStack {
  /** @param delivery as the environment has it */
  constructor(app: App, env: Environment, delivery: NonNullable<Environment['delivery']>) {
    super(app, env, 'delivery');
    const bucket = new StateBucket(this, 'state');
    const arns = new EnvironmentArns(env);
    const provider = gitHubProvider(this, delivery.oidcProvider);
    const boundary = new PermissionsBoundary(this, 'boundary', arns);
    const plan = new GitHubRole(this, 'plan', {
      provider,
      subject: `repo:${delivery.repository}:environment:${env.name}-plan`,
      policies: planPolicies(arns, bucket),
    });
    const apply = new GitHubRole(this, 'apply', {
      provider,
      subject: `repo:${delivery.repository}:environment:${env.name}`,
      policies: applyPolicies(arns, bucket, boundary.arn),
    });
    for (const [name, value] of Object.entries({ plan_role_arn: plan.arn, apply_role_arn: apply.arn })) {
      new TerraformOutput(this, name, { value });
    }
  }
}
