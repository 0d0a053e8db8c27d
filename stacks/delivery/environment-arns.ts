import { type Environment, stateBucketName } from '@blueprint/env';

/**
 * The ARNs of an environment's resources as patterns: what there is, and what a later artifact may add. Every name begins with
 * `<env>-<app>-`, as do those of an application in the same account that is called `<app>-<more>`.
 */
export class EnvironmentArns {
  private readonly prefix: string;

  constructor(readonly env: Environment) {
    this.prefix = `${env.name}-${env.app}-`;
  }

  /** Of tables, with their streams and indexes. */
  get tables(): string[] {
    const table = this.regional('dynamodb', `table/${this.prefix}*`);
    return [table, `${table}/stream/*`, `${table}/index/*`];
  }

  get buckets(): string[] {
    return [`arn:aws:s3:::${this.prefix}*`];
  }

  /** Of the objects that Terraform puts there: the code of functions, and the API's document. */
  get code(): string[] {
    const assets = `arn:aws:s3:::${this.prefix}assets-${this.env.account}`;
    return [`${assets}/code/*`, `${assets}/api/*`];
  }

  get queues(): string[] {
    return [this.regional('sqs', `${this.prefix}*`)];
  }

  /** Of topics, with their subscriptions. */
  get topics(): string[] {
    const topic = this.regional('sns', `${this.prefix}*`);
    return [topic, `${topic}:*`];
  }

  /** Of functions, with their versions and aliases. */
  get functions(): string[] {
    const name = this.regional('lambda', `function:${this.prefix}*`);
    return [name, `${name}:*`];
  }

  /** Their names are ids that AWS gives out. */
  get eventSourceMappings(): string[] {
    return [this.regional('lambda', 'event-source-mapping:*')];
  }

  /** Of state machines, with their versions and aliases. */
  get stateMachines(): string[] {
    const name = this.regional('states', `stateMachine:${this.prefix}*`);
    return [name, `${name}:*`];
  }

  /** Of executions of state machines of both types. */
  get executions(): string[] {
    return [
      this.regional('states', `execution:${this.prefix}*`),
      this.regional('states', `express:${this.prefix}*`),
      this.regional('states', `mapRun:${this.prefix}*`),
    ];
  }

  get rules(): string[] {
    return [this.regional('events', `rule/${this.prefix}*`)];
  }

  get alarms(): string[] {
    return [this.regional('cloudwatch', `alarm:${this.prefix}*`)];
  }

  /** Of the log groups of functions, state machines and APIs. */
  get logGroups(): string[] {
    return ['/aws/lambda/', '/aws/vendedlogs/states/', '/aws/vendedlogs/apis/'].flatMap((folder) => {
      const group = this.regional('logs', `log-group:${folder}${this.prefix}*`);
      return [group, `${group}:*`];
    });
  }

  get roles(): string[] {
    return [this.global(`role/${this.prefix}*`)];
  }

  /** What this stack makes in IAM, and makes for an application whose name begins alike: no role of a pipeline may change it. */
  get deliveryIdentities(): string[] {
    return [
      this.global(`role/${this.prefix}delivery-*`),
      this.global(`role/${this.prefix}*-delivery-plan`),
      this.global(`role/${this.prefix}*-delivery-apply`),
      this.global(`policy/${this.prefix}delivery-*`),
      this.global('oidc-provider/*'),
    ];
  }

  /** Of keys, whose names are ids that AWS gives out. */
  get keys(): string[] {
    return [this.regional('kms', 'key/*')];
  }

  get keyAliases(): string[] {
    return [this.regional('kms', `alias/${this.prefix}*`)];
  }

  /** Of HTTP APIs in the service that manages them; they have ids that AWS gives out. */
  get apis(): string[] {
    return ['/apis', '/apis/*', '/tags/*'].map((path) => `arn:aws:apigateway:${this.env.region}::${path}`);
  }

  /** Of HTTP APIs in the service that calls them. */
  get apiCalls(): string[] {
    return [this.regional('execute-api', '*')];
  }

  /** Of the parameters that the environment names. */
  get parameters(): string[] {
    const { notifications, approvals } = this.env;
    const names = [notifications.signingKeyParameter, approvals.linkKeyParameter];
    return names.flatMap((name) => [
      this.regional('ssm', `parameter${name}`),
      this.regional('ssm', `parameter${name}:*`),
    ]);
  }

  get stateBucket(): string {
    return `arn:aws:s3:::${stateBucketName(this.env)}`;
  }

  /** Of the state buckets of applications whose names begin alike. */
  get otherStateBuckets(): string {
    return `arn:aws:s3:::${this.prefix}*-terraform-state-*`;
  }

  /** Of the aliases of the keys that encrypt states, those of applications whose names begin alike with them. */
  get stateKeyAliases(): string[] {
    return ['', '*-'].map((part) => this.regional('kms', `alias/${this.prefix}${part}terraform-state`));
  }

  private regional(service: string, resource: string): string {
    return `arn:aws:${service}:${this.env.region}:${this.env.account}:${resource}`;
  }

  private global(resource: string): string {
    return `arn:aws:iam::${this.env.account}:${resource}`;
  }
}
