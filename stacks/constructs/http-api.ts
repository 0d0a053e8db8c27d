import { openApiDocument } from '@blueprint/lambdas/platform/http/openapi';
import { type Operation, routeKey } from '@blueprint/lambdas/platform/http/operation';
import { Apigatewayv2Api } from '@cdktf/provider-aws/lib/apigatewayv2-api';
import { Apigatewayv2Authorizer } from '@cdktf/provider-aws/lib/apigatewayv2-authorizer';
import { Apigatewayv2Integration } from '@cdktf/provider-aws/lib/apigatewayv2-integration';
import { Apigatewayv2Route } from '@cdktf/provider-aws/lib/apigatewayv2-route';
import { Apigatewayv2Stage } from '@cdktf/provider-aws/lib/apigatewayv2-stage';
import { CloudwatchLogGroup } from '@cdktf/provider-aws/lib/cloudwatch-log-group';
import { Construct } from 'constructs';
import { EnvironmentStack } from './environment-stack';
import { named } from './limits';
import { mayStart } from './live';
import type { NodeFunction } from './node-function';
import { ServiceRole } from './service-role';
import type { StateMachine } from './state-machine';

const QUOTAS = 'https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-quotas.html';

export interface HttpApiProps {
  /** Last part of the API's name. */
  readonly name: string;
  /** ARN of the key that encrypts the access logs. Default: CloudWatch's own. */
  readonly keyArn?: string | undefined;
}

/**
 * An HTTP API with one stage that is deployed as it changes, throttled and logged; tokens are checked by API Gateway as the
 * environment says. Workflows add their routes.
 */
export class HttpApi extends Construct {
  /** The API's id, by which metrics know it. */
  readonly id: string;
  /** `<id>.execute-api.<region>.amazonaws.com`, as a Task that invokes the API names it. */
  readonly host: string;
  /** Where clients reach it, without a slash at the end. */
  readonly url: string;
  private readonly api: Apigatewayv2Api;
  private readonly authorizer: Apigatewayv2Authorizer;
  private readonly served: Operation[] = [];

  constructor(
    scope: Construct,
    id: string,
    private readonly props: HttpApiProps,
  ) {
    super(scope, id);
    const stack = EnvironmentStack.of(this);
    const name = stack.resourceName(props.name);
    named(this, name, /^.{1,128}$/, '1–128 characters', QUOTAS);
    this.api = new Apigatewayv2Api(this, 'api', { name, protocolType: 'HTTP' });
    this.id = this.api.id;
    this.host = `${this.api.id}.execute-api.${stack.env.region}.amazonaws.com`;
    this.url = this.api.apiEndpoint;
    this.authorizer = new Apigatewayv2Authorizer(this, 'jwt', {
      apiId: this.api.id,
      name: 'jwt',
      authorizerType: 'JWT',
      identitySources: ['$request.header.Authorization'],
      jwtConfiguration: { issuer: stack.env.api.jwt.issuer, audience: [...stack.env.api.jwt.audience] },
    });
    this.createStage(name);
  }

  /** The operations that were added so far, as an OpenAPI document. */
  get openApi(): Record<string, unknown> {
    return openApiDocument({ title: EnvironmentStack.of(this).env.app, version: '1' }, this.served);
  }

  /**
   * Leads operations to a function.
   *
   * @throws Error when two operations have the same route
   */
  serve(target: NodeFunction, operations: readonly Operation[]): void {
    const integration = new Apigatewayv2Integration(this, target.id, {
      apiId: this.api.id,
      integrationType: 'AWS_PROXY',
      integrationUri: target.arn,
      payloadFormatVersion: '2.0',
      // The most: a cold start counts, and the function's own timeout tells more than API Gateway's.
      timeoutMilliseconds: 30_000,
    });
    const routes = `${this.api.executionArn}/*/*`;
    target.permit(this, `${target.id}-permission`, 'HttpApi', 'apigateway.amazonaws.com', routes);
    for (const declared of operations) this.createRoute(declared, integration);
  }

  /**
   * Leads an operation to the start of a synchronous Express execution, whose input is the request's body as it is. API Gateway
   * answers 200 with the execution's status and output, or with what Step Functions says is wrong.
   *
   * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-aws-services-reference.html
   */
  startSyncExecution(declared: Operation, machine: StateMachine): void {
    const role = new ServiceRole(this, `${declared.operationId}-role`, {
      name: `${EnvironmentStack.of(this).resourceName(this.props.name)}-${declared.operationId}`,
      service: 'apigateway.amazonaws.com',
    });
    role.grant(mayStart([machine.arn], 'states:StartSyncExecution'));
    const integration = new Apigatewayv2Integration(this, declared.operationId, {
      apiId: this.api.id,
      integrationType: 'AWS_PROXY',
      integrationSubtype: 'StepFunctions-StartSyncExecution',
      payloadFormatVersion: '1.0',
      credentialsArn: role.arn,
      requestParameters: { StateMachineArn: machine.liveArn, Input: '$request.body' },
      timeoutMilliseconds: 30_000,
      dependsOn: [machine.live],
    });
    this.createRoute({ ...declared, answeredBy: 'service' }, integration);
  }

  /**
   * ARN of a route of the default stage, for who may invoke it.
   *
   * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/arn-format-reference.html
   */
  routeArn({ method, path }: Pick<Operation, 'method' | 'path'>): string {
    return `${this.api.executionArn}/$default/${method}${path.replace(/\{[^}]+\}/g, '*')}`;
  }

  private createRoute(declared: Operation, integration: Apigatewayv2Integration): void {
    const key = routeKey(declared);
    if (this.served.some((other) => routeKey(other) === key || other.operationId === declared.operationId)) {
      throw new Error(`${this.node.path}: two operations are "${key}" or are called "${declared.operationId}".`);
    }
    this.served.push(declared);
    new Apigatewayv2Route(this, `${declared.operationId}-route`, {
      apiId: this.api.id,
      routeKey: key,
      target: `integrations/${integration.id}`,
      ...this.authorization(declared.access),
    });
  }

  private authorization(access: Operation['access']) {
    if (access === 'jwt') return { authorizationType: 'JWT', authorizerId: this.authorizer.id };
    return { authorizationType: access === 'iam' ? 'AWS_IAM' : 'NONE' };
  }

  private createStage(name: string): void {
    const { env } = EnvironmentStack.of(this);
    const { requestsPerSecond, burst } = env.api.throttling;
    const logs = new CloudwatchLogGroup(this, 'logs', {
      name: `/aws/vendedlogs/apis/${name}`,
      retentionInDays: env.retention.functionLogsDays,
      ...(this.props.keyArn && { kmsKeyId: this.props.keyArn }),
    });
    new Apigatewayv2Stage(this, 'stage', {
      apiId: this.api.id,
      name: '$default',
      autoDeploy: true,
      defaultRouteSettings: { throttlingRateLimit: requestsPerSecond, throttlingBurstLimit: burst },
      accessLogSettings: { destinationArn: logs.arn, format: accessLogFormat(env.api.jwt.tenantClaim) },
    });
  }
}

/**
 * One JSON object a line: who of which tenant asked what, and how it went. No header, no body, no address.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-logging-variables.html
 */
function accessLogFormat(tenantClaim: string): string {
  return JSON.stringify({
    requestId: '$context.requestId',
    time: '$context.requestTime',
    route: '$context.routeKey',
    status: '$context.status',
    bytes: '$context.responseLength',
    milliseconds: '$context.responseLatency',
    tenant: `$context.authorizer.claims.${tenantClaim}`,
    user: '$context.authorizer.claims.sub',
    error: '$context.error.message',
    authorizerError: '$context.authorizer.error',
    integrationError: '$context.integrationErrorMessage',
  });
}
