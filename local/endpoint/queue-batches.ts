import type { AwsClient } from '../aws/client';
import { ROOT_CREDENTIALS } from '../aws/credentials';
import { AwsError } from '../aws/error';
import type { Authorizer } from '../identity/authorizer';
import type { Sessions } from '../identity/sessions';
import { isObject } from '../stepfunctions/json';
import { awsJson, type LocalRequest, type LocalResponse } from './http';

const ACTIONS: { readonly [operation: string]: string } = {
  SendMessageBatch: 'sqs:SendMessage',
  DeleteMessageBatch: 'sqs:DeleteMessage',
  ChangeMessageVisibilityBatch: 'sqs:ChangeMessageVisibility',
};

const TARGET = /^AmazonSQS\.(\w+)$/;

/** The batch operation that a request is, if it is one. */
export function queueBatchOperation(target: string): string | undefined {
  const operation = TARGET.exec(target)?.[1];
  return operation !== undefined && operation in ACTIONS ? operation : undefined;
}

/**
 * SQS's batch operations need the permission of the single one; MiniStack asks for actions such as `sqs:SendMessageBatch`,
 * which IAM does not have, and so refuses every correct policy.
 *
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonsqs.html
 */
export class QueueBatches {
  readonly #client: AwsClient;
  readonly #sessions: Pick<Sessions, 'identify'>;
  readonly #authorizer: Pick<Authorizer, 'authorize'>;
  readonly #region: string;

  constructor(options: {
    client: AwsClient;
    sessions: Pick<Sessions, 'identify'>;
    authorizer: Pick<Authorizer, 'authorize'>;
    region: string;
  }) {
    this.#client = options.client;
    this.#sessions = options.sessions;
    this.#authorizer = options.authorizer;
    this.#region = options.region;
  }

  async handle(operation: string, request: LocalRequest): Promise<LocalResponse> {
    const input: unknown = JSON.parse(request.body.toString('utf8'));
    const queueUrl = isObject(input) ? input.QueueUrl : undefined;
    const [, account, queue] = typeof queueUrl === 'string' ? new URL(queueUrl).pathname.split('/') : [];
    if (!account || !queue) throw new AwsError('InvalidAddress', `QueueUrl is no queue's URL: ${String(queueUrl)}.`);
    const caller = this.#sessions.identify(request.headers);
    await this.#authorizer.authorize(
      caller,
      ACTIONS[operation] ?? '',
      `arn:aws:sqs:${this.#region}:${account}:${queue}`,
      { deniedStatus: 403 },
    );
    return awsJson(await this.#client.json('sqs', operation, input, ROOT_CREDENTIALS));
  }
}
