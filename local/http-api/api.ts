/** Of a stage, for all of its routes or one. An absent limit is the account's. */
export interface RouteSettings {
  /** Requests a second. */
  throttlingRateLimit?: number;
  /** Requests at once. */
  throttlingBurstLimit?: number;
}

export interface Stage {
  /** `$default` is served from the root of the API's address. */
  stageName: string;
  stageVariables?: { [name: string]: string };
  defaultRouteSettings?: RouteSettings;
  routeSettings?: { [routeKey: string]: RouteSettings };
  accessLogSettings?: { destinationArn?: string; format?: string };
}

export interface Route {
  /** `GET /pets/{id}`, `ANY /{proxy+}` or `$default`. */
  routeKey: string;
  /** `integrations/<id>` */
  target?: string;
  authorizationType?: 'NONE' | 'JWT' | 'AWS_IAM' | 'CUSTOM';
  authorizerId?: string;
  authorizationScopes?: string[];
}

export interface Integration {
  integrationId: string;
  integrationType: string;
  /** `StepFunctions-StartExecution` and the like; absent where a function is invoked. */
  integrationSubtype?: string;
  integrationUri?: string;
  /** The role whose permissions the call is made with. */
  credentialsArn?: string;
  payloadFormatVersion?: string;
  requestParameters?: { [name: string]: string };
  responseParameters?: { [statusCode: string]: { [name: string]: string } };
  timeoutInMillis?: number;
}

export interface JwtAuthorizer {
  authorizerId: string;
  name: string;
  authorizerType: string;
  identitySource?: string[];
  jwtConfiguration?: { issuer?: string; audience?: string[] };
}

export interface CorsConfiguration {
  allowOrigins?: string[];
  allowMethods?: string[];
  allowHeaders?: string[];
  exposeHeaders?: string[];
  allowCredentials?: boolean;
  /** Seconds. */
  maxAge?: number;
}

/**
 * An HTTP API as it is deployed, in the fields of the API Gateway V2 API that are used here.
 *
 * @see https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/apis-apiid.html
 */
export interface HttpApi {
  apiId: string;
  corsConfiguration?: CorsConfiguration;
  /** Whether it can be reached by custom domains alone. */
  disableExecuteApiEndpoint?: boolean;
  stages: readonly Stage[];
  routes: readonly Route[];
  integrations: readonly Integration[];
  authorizers: readonly JwtAuthorizer[];
}
