import type { AwsClient, RestResponse } from '@blueprint/local/aws/client';
import type { Credentials } from '@blueprint/local/aws/credentials';
import type { InvocationRequest, InvocationResult } from '@blueprint/local/lambda/invocation';

export interface EndpointLambdaOptions {
  client: Pick<AwsClient, 'rest'>;
  region: string;
  accountId: string;
  credentials: Credentials;
}

/** Functions that some endpoint runs. @see https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html */
export class EndpointLambda {
  constructor(private readonly options: EndpointLambdaOptions) {}

  /** Whether there is such a function, the invocation will tell. */
  async get(name: string): Promise<{ name: string; arn: string }> {
    const { region, accountId } = this.options;
    return { name, arn: `arn:aws:lambda:${region}:${accountId}:function:${name}` };
  }

  async invoke(invocation: InvocationRequest): Promise<InvocationResult> {
    const { headers, body } = await this.send(invocation, 'RequestResponse');
    const functionError = headers['x-amz-function-error'] === undefined ? {} : { functionError: 'Unhandled' as const };
    return {
      requestId: String(headers['x-amzn-requestid'] ?? ''),
      executedVersion: String(headers['x-amz-executed-version'] ?? '$LATEST'),
      payload: body.toString('utf8') || 'null',
      ...functionError,
      logTail: Buffer.from(String(headers['x-amz-log-result'] ?? ''), 'base64').toString('utf8'),
    };
  }

  /** Nobody waits for it, and so nobody hears why it was refused. */
  accept(invocation: InvocationRequest): void {
    this.send(invocation, 'Event').catch(() => {});
  }

  private send({ functionName, qualifier, payload, traceId }: InvocationRequest, type: string): Promise<RestResponse> {
    const { client, credentials } = this.options;
    return client.rest(
      {
        service: 'lambda',
        method: 'POST',
        path: `/2015-03-31/functions/${encodeURIComponent(functionName)}/invocations`,
        ...(qualifier === undefined ? {} : { query: { Qualifier: qualifier } }),
        headers: {
          'content-type': 'application/json',
          'x-amz-invocation-type': type,
          'x-amz-log-type': type === 'Event' ? 'None' : 'Tail',
          ...(traceId === undefined ? {} : { 'x-amzn-trace-id': traceId }),
        },
        body: payload,
      },
      credentials,
    );
  }
}
