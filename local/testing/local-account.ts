import { strToU8, zipSync } from 'fflate';
import { AwsClient } from '../aws/client';
import { type Credentials, ROOT_CREDENTIALS } from '../aws/credentials';
import { xmlField } from '../aws/error';
import type { LocalAws } from '../start';
import { isObject, type JsonObject } from '../stepfunctions/json';
import { eventually } from './eventually';

/** A statement of a role's policy: actions on resources, perhaps on a condition. */
export type Grant = [actions: string[], resources: string[], condition?: JsonObject];

/** Deploys small things into a running local AWS, as root and through its endpoint, and looks at what became of them. */
export class LocalAccount {
  readonly client: AwsClient;
  readonly #prefix: string;

  constructor({ endpoint, region, accountId }: Pick<LocalAws, 'endpoint' | 'region' | 'accountId'>) {
    this.client = new AwsClient({ endpoint, region });
    this.#prefix = `${region}:${accountId}`;
  }

  arn(service: string, resource: string): string {
    return `arn:aws:${service}:${this.#prefix}:${resource}`;
  }

  async role(name: string, service: string, ...grants: Grant[]): Promise<string> {
    const trust = { Effect: 'Allow', Principal: { Service: service }, Action: 'sts:AssumeRole' };
    await this.#query('CreateRole', { RoleName: name, AssumeRolePolicyDocument: policy([trust]) });
    if (grants.length > 0) await this.grant(name, ...grants);
    return `arn:aws:iam::000000000000:role/${name}`;
  }

  /** Replaces the role's policy. */
  async grant(roleName: string, ...grants: Grant[]): Promise<void> {
    const statements = grants.map(([Action, Resource, Condition]) => ({
      Effect: 'Allow',
      Action,
      Resource,
      ...(Condition && { Condition }),
    }));
    await this.#query('PutRolePolicy', {
      RoleName: roleName,
      PolicyName: 'grants',
      PolicyDocument: policy(statements),
    });
  }

  /** What a function's log says, the whole message, once a text is in it. */
  logOf(functionName: string, text: string): Promise<string> {
    return eventually(`"${text}" in the log of ${functionName}`, async () => {
      const input = { logGroupName: `/aws/lambda/${functionName}` };
      const { events } = await this.json('logs', 'FilterLogEvents', input).catch(() => ({ events: [] }));
      const messages = (Array.isArray(events) ? events : []).map((event) => String(isObject(event) && event.message));
      return messages.find((message) => message.includes(text));
    });
  }

  /** Invokes a function and waits for its answer, with the end of its log. */
  invoke(reference: string, event: object, credentials: Credentials = ROOT_CREDENTIALS) {
    return this.client.rest(
      {
        service: 'lambda',
        method: 'POST',
        path: `/2015-03-31/functions/${reference}/invocations`,
        headers: { 'x-amz-log-type': 'Tail' },
        body: JSON.stringify(event),
      },
      credentials,
    );
  }

  /** A function whose role has its name, may write its own log, and has the grants. */
  async fn(name: string, source: string, settings: JsonObject, ...grants: Grant[]): Promise<string> {
    const logs: Grant = [
      ['logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:PutLogEvents'],
      [this.arn('logs', `log-group:/aws/lambda/${name}:*`)],
    ];
    const Role = await this.role(name, 'lambda.amazonaws.com', logs, ...grants);
    const ZipFile = Buffer.from(zipSync({ 'index.js': strToU8(source) })).toString('base64');
    await this.lambda('POST', '/2015-03-31/functions', {
      FunctionName: name,
      Role,
      Handler: 'index.handler',
      Runtime: 'nodejs22.x',
      Code: { ZipFile },
      Timeout: 10,
      ...settings,
    });
    return this.arn('lambda', `function:${name}`);
  }

  lambda(method: string, path: string, body?: JsonObject, credentials = ROOT_CREDENTIALS): Promise<JsonObject> {
    return this.#rest('lambda', method, path, {}, body, credentials);
  }

  apiGateway(method: string, path: string, body?: JsonObject): Promise<JsonObject> {
    return this.#rest('apigateway', method, path, {}, body, ROOT_CREDENTIALS);
  }

  states(operation: string, input: JsonObject, credentials: Credentials = ROOT_CREDENTIALS): Promise<JsonObject> {
    const headers = {
      'content-type': 'application/x-amz-json-1.0',
      'x-amz-target': `AWSStepFunctions.${operation}`,
    };
    return this.#rest('states', 'POST', '/', headers, input, credentials);
  }

  async json(
    service: 'dynamodb' | 'sqs' | 'events' | 'logs' | 'monitoring',
    operation: string,
    input: object,
  ): Promise<JsonObject> {
    const answer = await this.client.json(service, operation, input, ROOT_CREDENTIALS);
    return isObject(answer) ? answer : {};
  }

  async assume(roleArn: string): Promise<Credentials> {
    const parameters = { RoleArn: roleArn, RoleSessionName: 'test' };
    const xml = await this.client.query('sts', 'AssumeRole', parameters, ROOT_CREDENTIALS);
    return {
      accessKeyId: xmlField(xml, 'AccessKeyId') ?? '',
      secretAccessKey: xmlField(xml, 'SecretAccessKey') ?? '',
      sessionToken: xmlField(xml, 'SessionToken') ?? '',
    };
  }

  async #rest(
    service: string,
    method: string,
    path: string,
    headers: Record<string, string>,
    body: JsonObject | undefined,
    credentials: Credentials,
  ): Promise<JsonObject> {
    const text = body === undefined ? '' : JSON.stringify(body);
    const response = await this.client.rest({ service, method, path, headers, body: text }, credentials);
    const answer: unknown = JSON.parse(response.body.toString('utf8') || '{}');
    return isObject(answer) ? answer : {};
  }

  async #query(action: string, parameters: Record<string, string>): Promise<void> {
    await this.client.query('iam', action, parameters, ROOT_CREDENTIALS);
  }
}

function policy(statements: object[]): string {
  return JSON.stringify({ Version: '2012-10-17', Statement: statements });
}
