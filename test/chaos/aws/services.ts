import { createHash } from 'node:crypto';
import { type StepFunctions, StepFunctionsError } from '@blueprint/local/stepfunctions';
import type { HttpRequest, HttpResponse } from '../sandbox/http';
import { type DynamoDb, DynamoDbError, transactionCancelled } from './dynamodb';
import { type ObjectCall, Objects, objectError, readObjectCall } from './s3';

/** A request to AWS, read off the wire. */
export interface AwsCall {
  service: 'dynamodb' | 'states' | 'sqs' | 's3';
  operation: string;
  input: object;
}

const services: Record<string, AwsCall['service']> = {
  DynamoDB_20120810: 'dynamodb',
  AWSStepFunctions: 'states',
  AmazonSQS: 'sqs',
};

/** @throws Error when the request goes to a service that is not simulated */
export function readCall(request: HttpRequest): AwsCall {
  const object = readObjectCall(request);
  if (object) return { service: 's3', ...object };
  const [prefix = '', operation = ''] = (request.headers['x-amz-target'] ?? '').split('.');
  const service = services[prefix];
  if (!service) throw new Error(`Nothing simulates ${request.host}${request.path} ${prefix}.${operation}`);
  return { service, operation, input: JSON.parse(request.body) };
}

/** What AWS would do: DynamoDB, Step Functions, and of SQS and S3 the operations that the functions use. */
export class Services {
  readonly objects = new Objects();
  readonly messages: Message[] = [];

  /** @param onMessage hears of every message that a queue gets */
  constructor(
    private readonly dynamodb: DynamoDb,
    private readonly engine: StepFunctions,
    private readonly onMessage: (message: Message) => void = () => undefined,
  ) {}

  /** Has the effect of a call, at this instant, and says what the service answers. */
  async perform({ service, operation, input }: AwsCall, caller: string): Promise<HttpResponse> {
    try {
      if (service === 'dynamodb') return succeeded(await this.dynamodb.handle(operation, input, caller));
      if (service === 'states') return succeeded(await this.engine.handle(operation, input));
      if (service === 's3') return this.objects.perform(operation, input as ObjectCall);
      return succeeded(this.receive(input as Message));
    } catch (error) {
      if (error instanceof DynamoDbError) return failed(error.code, error.message, 400, error.details);
      if (error instanceof StepFunctionsError) return failed(error.code, error.message, error.statusCode);
      throw error;
    }
  }

  /** The SDK compares the digest with that of what it sent. */
  private receive(message: Message): object {
    this.messages.push(message);
    this.onMessage(message);
    const MD5OfMessageBody = createHash('md5').update(message.MessageBody).digest('hex');
    return { MessageId: `message-${this.messages.length}`, MD5OfMessageBody };
  }
}

/** What is sent to a queue. */
export interface Message {
  QueueUrl: string;
  MessageBody: string;
}

const headers = { 'content-type': 'application/x-amz-json-1.0' };

const succeeded = (body: unknown): HttpResponse => ({ status: 200, headers, body: JSON.stringify(body ?? {}) });

export const failed = (code: string, message: string, status: number, more: object = {}): HttpResponse => ({
  status,
  headers,
  body: JSON.stringify({ __type: code, message, ...more }),
});

const refusals = {
  throttled: failed('ThrottlingException', 'Rate exceeded', 400),
  internalError: failed('InternalServerError', 'Internal server error', 500),
  denied: failed('AccessDeniedException', 'not authorized until somebody repairs it', 400),
};

const slowDown = objectError(503, 'SlowDown');

/** What AWS answers when it did not do the call, or when it did and says it did not; S3 has one answer for all of it. */
export function refused({ service }: AwsCall, reason: keyof typeof refusals): HttpResponse {
  return service === 's3' ? slowDown : refusals[reason];
}

/** BatchGetItem may leave keys unread, and BatchWriteItem rows unwritten, and still succeed. */
export function unprocessed({ operation, input }: AwsCall): HttpResponse | undefined {
  const { RequestItems } = input as { RequestItems?: object };
  if (operation === 'BatchGetItem') return succeeded({ Responses: {}, UnprocessedKeys: RequestItems });
  return operation === 'BatchWriteItem' ? succeeded({ UnprocessedItems: RequestItems }) : undefined;
}

/** DynamoDB refuses one of two transactions that meet on a row. */
export function conflicted({ operation, input }: AwsCall): HttpResponse | undefined {
  if (operation !== 'TransactWriteItems') return undefined;
  const { TransactItems } = input as { TransactItems: object[] };
  const { code, message, details } = transactionCancelled(TransactItems.map(() => 'TransactionConflict'));
  return failed(code, message, 400, details);
}
