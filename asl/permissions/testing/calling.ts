import type { JsonObject } from '../../definition/json';
import type { AnyState, Workflow } from '../../definition/workflow';
import type { PolicyOptions } from '../../integrations/policy-scope';

export const options: PolicyOptions = { region: 'ap-northeast-1', accountId: '123456789012' };
export const arn = (service: string, resource: string): string =>
  `arn:aws:${service}:ap-northeast-1:123456789012:${resource}`;
export const token = (n: number): string => ['$', `{TfToken[TOKEN.${n}]}`].join('');
export const role = 'arn:aws:iam::123456789012:role/job';

/** A workflow of one Task, `s`, which calls the integration. */
export const calling = (resource: string, given: JsonObject, extra: object = {}): Workflow => ({
  StartAt: 's',
  // Tests give arguments as a table, which the compiler can't match with the resource.
  States: {
    s: { Type: 'Task', Resource: `arn:aws:states:::${resource}`, Arguments: given, ...extra, End: true } as AnyState,
  },
});

/** A call, and the statements that it needs: their actions, resources and conditions. */
export type Row = readonly [
  resource: string,
  given: JsonObject,
  statements: readonly (readonly unknown[])[],
  more?: Partial<PolicyOptions>,
];

/** The right to pass a role to a service. */
export const passed = (role: string, service: string) => [
  ['iam:PassRole'],
  [role],
  { StringEquals: { 'iam:PassedToService': service } },
];

/** The rule by which Step Functions hears of the end of a job. */
export const rule = (name: string) => [
  ['events:PutTargets', 'events:PutRule', 'events:DescribeRule'],
  [arn('events', `rule/${name}`)],
];
