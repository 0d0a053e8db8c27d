import { AwsError } from '../aws/error';
import type { Authorizer } from '../identity/authorizer';
import type { Sessions } from '../identity/sessions';
import type { JsonObject, StepFunctions } from '../stepfunctions';
import { isObject } from '../stepfunctions/json';
import { withTraceHeader } from '../stepfunctions/server/trace-header';
import { awsJson, type LocalRequest, type LocalResponse } from './http';
import { permissionsOf } from './step-functions-permissions';
import type { TaskTokens } from './task-tokens';

export interface StepFunctionsApiOptions {
  engine: StepFunctions;
  sessions: Pick<Sessions, 'identify'>;
  authorizer: Authorizer;
  region: string;
  accountId: string;
  taskTokens: Pick<TaskTokens, 'resourceOf' | 'noteActivity'>;
}

/** The Step Functions API in AWS JSON 1.0: who calls, may they, then the engine. */
export class StepFunctionsApi {
  readonly #options: StepFunctionsApiOptions;

  constructor(options: StepFunctionsApiOptions) {
    this.#options = options;
  }

  async handle(operation: string, request: LocalRequest): Promise<LocalResponse> {
    const { sessions, authorizer, engine } = this.#options;
    const input = parse(request.body);
    const caller = sessions.identify(request.headers);
    for (const { action, resource, context = {} } of permissionsOf(operation, input, this.#options)) {
      await authorizer.authorize(caller, action, resource, { context });
    }
    const answer = await engine.handle(operation, withTraceHeader(operation, input, request.headers), {
      signal: request.signal,
    });
    if (operation === 'GetActivityTask') this.#noteToken(input, answer);
    return awsJson(answer);
  }

  #noteToken({ activityArn }: JsonObject, answer: unknown): void {
    if (!isObject(answer) || typeof answer.taskToken !== 'string' || typeof activityArn !== 'string') return;
    this.#options.taskTokens.noteActivity(answer.taskToken, activityArn);
  }
}

function parse(body: Buffer): JsonObject {
  try {
    const value: unknown = body.length === 0 ? {} : JSON.parse(body.toString('utf8'));
    if (isObject(value)) return value;
  } catch {
    // Answered below: a body that is no JSON and one that is no object are the same mistake.
  }
  throw new AwsError('SerializationException', 'The body of the request is not a JSON object.');
}
