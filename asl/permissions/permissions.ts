import type { AnyTask, Workflow } from '../definition/workflow';
import { statesOf } from '../graph/scopes';
import { findIntegration } from '../integrations/catalogue';
import { parseResource } from '../integrations/integration';
import { PolicyError, type PolicyOptions, PolicyScope } from '../integrations/policy-scope';
import { literalValue } from '../integrations/read-arguments';
import { distributedMapGrants } from './distributed-map';
import { logDelivery, tracing } from './observability';
import { type Exemption, type SourcedGrant, type Statement, statementsOf } from './statements';

/** What the role of a workflow's state machine may do, and which of it is on `*` for want of anything narrower. */
export interface Permissions {
  readonly statements: readonly Statement[];
  readonly exemptions: readonly Exemption[];
}

const crossAccountPage =
  'https://docs.aws.amazon.com/step-functions/latest/dg/concepts-access-cross-acct-resources.html';

/** A Task with Credentials is called with that role's permissions, and this role only has to assume it. */
function taskGrants(name: string, task: AnyTask, scope: PolicyScope): readonly SourcedGrant[] {
  const resource = parseResource(task.Resource);
  const integration = resource && findIntegration(resource.action);
  if (resource === undefined || integration === undefined) {
    throw new PolicyError(`State "${name}" calls ${task.Resource}, whose permissions this library doesn't know.`);
  }
  const call = { state: name, pattern: resource.pattern, arguments: task.Arguments };
  if (task.Credentials !== undefined) {
    const role = literalValue(call, 'Credentials.RoleArn', task.Credentials.RoleArn);
    return [{ actions: ['sts:AssumeRole'], resources: [role], page: crossAccountPage }];
  }
  return integration.permissions(call, scope).map((grant) => ({ ...grant, page: integration.page }));
}

function givenGrants(workflow: Workflow, options: PolicyOptions): readonly SourcedGrant[] {
  const names = new Set(statesOf(workflow).map(({ name }) => name));
  const given = Object.entries(options.grants ?? {});
  for (const name of [...given.map(([state]) => state), ...Object.keys(options.passedRoles ?? {})]) {
    if (!names.has(name)) {
      throw new PolicyError(
        `\`grants\` or \`passedRoles\` names the state "${name}", which the workflow doesn't have.`,
      );
    }
  }
  return given.flatMap(([name, grants]) =>
    grants.map((grant) => {
      if (grant.resources.includes('*') && grant.reason === undefined) {
        throw new PolicyError(
          `\`grants\` allows ${grant.actions.join(', ')} on * for the state "${name}". Give a reason.`,
        );
      }
      return { ...grant, page: grant.page ?? '' };
    }),
  );
}

/**
 * The IAM statements that a workflow's role needs, and nothing more, from its definition: each call's own, those of `.sync`
 * (polling, and EventBridge's managed rules), those of a Distributed Map, and, when asked for, of log delivery and X-Ray.
 * @throws PolicyError when an ARN can't be told from the definition and the options; the message says what to add
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/service-integration-iam-templates.html
 */
export function permissions(workflow: Workflow, options: PolicyOptions): Permissions {
  const scope = new PolicyScope(options);
  const grants = statesOf(workflow).flatMap(({ name, state }): readonly SourcedGrant[] => {
    if (state.Type === 'Task') return taskGrants(name, state, scope);
    return state.Type === 'Map' ? distributedMapGrants(name, state, scope) : [];
  });
  return statementsOf([
    ...grants,
    ...givenGrants(workflow, options),
    ...(options.logging === true ? [logDelivery] : []),
    ...(options.tracing === true ? [tracing] : []),
  ]);
}
