/** The AWS partitions, as they stand in ARNs. */
export type Partition = 'aws' | 'aws-cn' | 'aws-us-gov';

/** Where a workflow is deployed, and what its definition alone can't tell about the permissions it takes. */
export interface PolicyOptions {
  readonly region: string;
  /** Twelve digits, or a token. */
  readonly accountId: string;
  /** `aws` when absent. */
  readonly partition?: Partition;
  /** Needed when the workflow has a Distributed Map: its role starts executions of the workflow itself. */
  readonly stateMachineName?: string;
  /** The ARN that an identifier of the definition stands for, by identifier: for tokens, queue URLs and aliases. */
  readonly arns?: { readonly [identifier: string]: string };
  /** By state: the ARNs of the roles that the called service will assume, where the arguments don't name them. */
  readonly passedRoles?: { readonly [state: string]: readonly string[] };
  /** By state: what a call needs beyond the API it calls, such as the data that a query reads. */
  readonly grants?: { readonly [state: string]: readonly GivenGrant[] };
  /** Whether the workflow logs to CloudWatch Logs. */
  readonly logging?: boolean;
  /** Whether the workflow is traced with X-Ray. */
  readonly tracing?: boolean;
}

/** A permission that the caller states, for what no definition shows. One on `*` must say why, and where AWS says so. */
export interface GivenGrant {
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  readonly reason?: string;
  readonly page?: string;
}

/** The role's policy can't be made from the definition and the options: the message says for which state, and what to add. */
export class PolicyError extends Error {
  override readonly name = 'PolicyError';
}

const wholeToken = /^\$\{TfToken\[[^\]]+\]\}$/;

/** How an identifier turns into an ARN. `token` says what a bare token stands for; without it, `arns` must. */
export interface Identification {
  readonly service: string;
  /** The resource part of the ARN, from the name that the definition gives. */
  readonly resource: (name: string) => string;
  readonly token?: 'arn' | 'name';
  /** The account, where the name says it. */
  readonly account?: (name: string) => string | undefined;
}

/** Builds the ARNs of one workflow's policy. */
export class PolicyScope {
  readonly options: PolicyOptions;
  readonly partition: Partition;

  constructor(options: PolicyOptions) {
    this.options = options;
    this.partition = options.partition ?? 'aws';
  }

  /** `arn:<partition>:<service>:<region>:<account>:<resource>`, in the workflow's own region and account unless told. */
  arn(service: string, resource: string, account = this.options.accountId): string {
    return `arn:${this.partition}:${service}:${this.options.region}:${account}:${resource}`;
  }

  /** S3 ARNs name neither region nor account; `path` is `/…` for objects and empty for the bucket itself. */
  bucketArn(bucket: string, path = ''): string {
    const base = this.options.arns?.[bucket] ?? (isArn(bucket) ? bucket : `arn:${this.partition}:s3:::${bucket}`);
    return `${base}${path}`;
  }

  /** The ARN of what a state calls: as `arns` gives it, as it stands, or built from its name. */
  identify(state: string, argument: string, identifier: string, by: Identification): string {
    const given = this.options.arns?.[identifier];
    if (given !== undefined) return given;
    if (isArn(identifier)) return identifier;
    if (!wholeToken.test(identifier)) {
      return this.arn(by.service, by.resource(identifier), by.account?.(identifier));
    }
    if (by.token === 'arn') return identifier;
    if (by.token === 'name') return this.arn(by.service, by.resource(identifier));
    throw new PolicyError(
      `State "${state}": ${argument} is the token ${identifier}, and its ARN can't be told from it. Give the ARN in \`arns\`, by that token.`,
    );
  }

  /** The roles that a state passes on to the service it calls; a state that is not in `passedRoles` is an error. */
  passedRoles(state: string, service: string): readonly string[] {
    const roles = this.options.passedRoles?.[state];
    if (roles !== undefined) return roles;
    throw new PolicyError(
      `State "${state}" has ${service} assume roles that its arguments don't name. List their ARNs in \`passedRoles\` under that state, or give it an empty list if there are none.`,
    );
  }
}

/** Whether a value is an ARN as it stands (perhaps with tokens in it). */
export function isArn(value: string): boolean {
  return value.startsWith('arn:');
}
