import type { JsonObject, JsonValue } from '../definition/json';
import type { ArgumentSchema } from './arguments';
import type { PolicyScope } from './policy-scope';

/**
 * How a Task waits: for the call's response (no suffix), for the job it starts, or for its task token.
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/connect-to-resource.html
 */
export type Pattern = 'sync' | 'sync:2' | 'waitForTaskToken';

/** One API call of one state: what a permission is made from. */
export interface Call {
  readonly state: string;
  readonly pattern: Pattern | undefined;
  readonly arguments: JsonObject;
}

/** An IAM condition block: operator → key → value. */
export interface Condition {
  readonly [operator: string]: { readonly [key: string]: string | readonly string[] };
}

/** What the role must be allowed to do for one call. `reason` is there when the actions take no resource but `*`. */
export interface Grant {
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  readonly condition?: Condition;
  readonly reason?: string;
}

/** A value that names a resource, and where it stands in the arguments. */
export interface NamedIdentifier {
  readonly argument: string;
  readonly value: JsonValue;
}

/** An AWS API that a Task may call: its arguments, the patterns AWS supports for it, and the permissions it takes. */
export interface Integration {
  /** The patterns beside request-response. */
  readonly patterns: readonly Pattern[];
  /** The AWS page that documents the integration or its policy. */
  readonly page: string;
  readonly arguments: ArgumentSchema;
  /**
   * The members of the result that hold stored content, of any size up to the service's own limit. `Responses.*` means
   * each member of `Responses`.
   */
  readonly content?: readonly string[] | ((call: Call) => readonly string[]);
  /** The arguments that hand a document to the service to keep: as DynamoDB attributes, or as one value. */
  readonly documents?: { readonly [argument: string]: 'attributes' | 'value' };
  /** The resources that are named inside other arguments. */
  nestedIdentifiers?(given: JsonObject): readonly NamedIdentifier[];
  permissions(call: Call, scope: PolicyScope): readonly Grant[];
}

/** Integrations by the name they have in `Resource`: `service:action`, or `aws-sdk:service:action`. */
export interface Integrations {
  readonly [action: string]: Integration;
}

/** What `Resource` says: the integration's name and the pattern. */
export interface CallResource {
  readonly action: string;
  readonly pattern: Pattern | undefined;
}

const resourcePattern =
  /^arn:(?:aws|aws-cn|aws-us-gov):states:::(?<action>[A-Za-z0-9:-]+?)(?:\.(?<pattern>sync|sync:2|waitForTaskToken))?$/;

/** Reads a Task's `Resource`; undefined when it is not the ARN of a service integration. */
export function parseResource(resource: string): CallResource | undefined {
  const groups = resourcePattern.exec(resource)?.groups;
  if (groups?.action === undefined) return undefined;
  // The expression matches nothing but the three patterns there.
  return { action: groups.action, pattern: groups.pattern as Pattern | undefined };
}
