import type { Environment } from '@blueprint/env';

/** A request to the HTTP API, and by whom. */
export interface ApiRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** `/orders/1` */
  readonly path: string;
  /** Whose token is sent. Default: none. */
  readonly tenantCode?: string;
  readonly idempotencyKey?: string;
  /** Sent as JSON. */
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface ApiAnswer {
  readonly status: number;
  readonly headers: Headers;
  /** Parsed where it is JSON. */
  readonly body: unknown;
}

/** Where an example runs. */
export interface ExampleRun {
  readonly environment: Environment;
  /** Settings of every AWS client: the account's root at the local endpoint. */
  readonly aws: {
    readonly endpoint: string;
    readonly region: string;
    readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
  };
  /** `<env>-<app>-<part>`: how every resource is named. */
  resourceName(part: string): string;
  /** ARN of a resource of this account and region. */
  arn(service: string, resource: string): string;
  /** Calls the HTTP API. */
  api(request: ApiRequest): Promise<ApiAnswer>;
  /** Aborted when somebody stops the run. */
  readonly signal: AbortSignal;
}

/** What `npm start` shows of a workflow: `lambdas/<workflow>/example.ts` exports one as `example`. */
export interface Example {
  /**
   * Runs the deployed workflow and looks at what came of it.
   *
   * @returns one line for a person that says what happened, with numbers
   * @throws Error that says what was not as it should be
   */
  run(run: ExampleRun): Promise<string>;
}
