import { AwsClient } from '@blueprint/local/aws/client';
import type { Credentials } from '@blueprint/local/aws/credentials';
import { AwsError } from '@blueprint/local/aws/error';
import { rootCaller } from '@blueprint/local/identity/caller';
import { LocalIntegrations } from '@blueprint/local/integrations/integrations';
import { S3Objects } from '@blueprint/local/integrations/object-store';
import type { Integrations, JsonObject, TaskOutcome, TaskRequest } from '@blueprint/local/stepfunctions';
import { isObject } from '@blueprint/local/stepfunctions/json';
import { EndpointLambda } from './endpoint-lambda';

export interface EndpointOptions {
  /** `http://<host>:<port>` */
  endpoint: string;
  region: string;
  accountId: string;
  /** All calls are made with them: the role of the state machine is not looked at. */
  credentials: Credentials;
  /** The folder of the virtual environment that `npm run setup` makes: its AWS CLI brings the models of the services. */
  pythonEnvironment: string;
}

/** The integrations of the local AWS, for Tasks that call an AWS at some endpoint with plain signed requests. */
export class EndpointIntegrations extends LocalIntegrations implements Integrations {
  private readonly endpoint: string;

  constructor({ endpoint, region, accountId, credentials, pythonEnvironment }: EndpointOptions) {
    const client = new AwsClient({ endpoint, region });
    const caller = rootCaller(accountId);
    const sessions = { assume: async () => ({ credentials, caller, expiresAt: Number.POSITIVE_INFINITY }) };
    const lambda = new EndpointLambda({ client, region, accountId, credentials });
    super({
      client,
      credentials,
      endpoint: client,
      sessions,
      authorizer: { authorize: async () => {} },
      lambda: { host: lambda, asynchronous: lambda, functions: lambda },
      putEvents: async (input): Promise<JsonObject> => {
        const output = await client.json('events', 'PutEvents', input, credentials);
        return isObject(output) ? output : {};
      },
      objects: new S3Objects({ client, sessions }),
      pythonEnvironment,
    });
    this.endpoint = endpoint;
  }

  /** An endpoint that does not answer is for AWS an exception of the SDK's client, which Retry and Catch can match. */
  override async call(task: TaskRequest): Promise<TaskOutcome> {
    try {
      return await super.call(task);
    } catch (error) {
      const code = error instanceof AwsError ? undefined : (error as NodeJS.ErrnoException).code;
      if (code === undefined || !/^(E[A-Z]+|UND_ERR_\w+)$/.test(code)) throw error;
      const service = task.resource.split(':').at(-2) ?? '';
      const prefix = `${service.charAt(0).toUpperCase()}${service.slice(1)}`;
      return {
        error: `${prefix}.SdkClientException`,
        cause: `Unable to execute HTTP request to ${this.endpoint}: ${code}`,
      };
    }
  }
}
