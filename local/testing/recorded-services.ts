import { resolve } from 'node:path';
import type { AwsClient, RestRequest } from '../aws/client';
import type { Credentials } from '../aws/credentials';
import { AwsError } from '../aws/error';
import { roleCaller } from '../identity/caller';
import type { Sessions } from '../identity/sessions';
import { ServiceModels } from '../integrations/sdk/model';
import { ServiceClient } from '../integrations/sdk/service-client';

interface Answer {
  statusCode?: number;
  headers?: { [name: string]: string };
  body?: string;
}

/** Stands for the services: gives its answers in turn, and knows what it was sent and with whose credentials. */
export class RecordedServices {
  readonly requests: (RestRequest & { credentials: Credentials | undefined })[] = [];
  readonly answers: (Answer | AwsError)[] = [];
  /** What STS says to the machine's role, if not yes. */
  refusal: AwsError | undefined;
  readonly models = new ServiceModels(resolve(__dirname, '../../.local/venv'));

  readonly client = {
    rest: async (request: RestRequest, credentials: Credentials) => this.#answer(request, credentials),
    send: async (request: RestRequest, credentials: Credentials | undefined) => this.#answer(request, credentials),
    query: async () => {
      if (this.refusal) throw this.refusal;
      return '';
    },
  } satisfies Pick<AwsClient, 'rest' | 'send' | 'query'>;

  readonly sessions: Pick<Sessions, 'assume'> = {
    assume: async (roleArn, name) => ({
      credentials: { accessKeyId: roleArn, secretAccessKey: 's' },
      caller: roleCaller(roleArn, name),
      expiresAt: Number.POSITIVE_INFINITY,
    }),
  };

  readonly parts = {
    client: this.client,
    sessions: this.sessions,
    models: this.models,
    services: new ServiceClient(this.client),
  };

  async #answer(request: RestRequest, credentials: Credentials | undefined) {
    this.requests.push({ ...request, credentials });
    const answer = this.answers.shift() ?? {};
    if (answer instanceof AwsError) throw answer;
    const { statusCode = 200, headers = {}, body = '' } = answer;
    return { statusCode, headers, body: Buffer.from(body) };
  }
}
