import type { Operation } from '@blueprint/lambdas/platform/http/operation';
import type { Construct } from 'constructs';
import { EnvironmentStack } from './environment-stack';
import type { HttpApi } from './http-api';
import { NodeFunction, type NodeFunctionProps } from './node-function';

export interface HttpFunctionProps extends Omit<NodeFunctionProps, 'timeoutSeconds'> {
  readonly api: HttpApi;
  /** What the function answers. */
  readonly operations: readonly Operation[];
}

/** API Gateway waits for 30 s: a function that ends before, with an error in its log, tells more than one that is given up. */
const TIMEOUT_SECONDS = 29;

/**
 * A function that answers operations of the HTTP API. It learns from `TENANT_CLAIM` which claim of a token names the tenant.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-quotas.html
 */
export class HttpFunction extends NodeFunction {
  constructor(scope: Construct, id: string, { api, operations, environment, ...props }: HttpFunctionProps) {
    super(scope, id, {
      ...props,
      timeoutSeconds: TIMEOUT_SECONDS,
      environment: { ...environment, TENANT_CLAIM: EnvironmentStack.of(scope).env.api.jwt.tenantClaim },
    });
    api.serve(this, operations);
  }
}
