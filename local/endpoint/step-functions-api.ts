import { AwsError } from '../aws/error';
import type { Authorizer } from '../identity/authorizer';
import type { Sessions } from '../identity/sessions';
import type { StepFunctions } from '../stepfunctions';
import { isObject } from '../stepfunctions/json';
import { awsJson, type LocalRequest, type LocalResponse } from './http';

export interface StepFunctionsApiOptions {
  engine: StepFunctions;
  sessions: Pick<Sessions, 'identify'>;
  authorizer: Authorizer;
  region: string;
  accountId: string;
  /** The state machine whose execution waits for a task token; undefined for a token nobody gave out. */
  machineOfToken(taskToken: string): string | undefined;
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
    const resource = this.#resource(input);
    if (resource !== undefined) await authorizer.authorize(caller, `states:${operation}`, resource);
    return awsJson(await engine.handle(operation, input));
  }

  /**
   * The ARN that the permission is asked for. Undefined for an unknown task token: it opens nothing, and the engine says so.
   *
   * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsstepfunctions.html
   */
  #resource(input: { [name: string]: unknown }): string | undefined {
    const { taskToken, name } = input;
    if (typeof taskToken === 'string') return this.#options.machineOfToken(taskToken);
    for (const field of ['stateMachineArn', 'executionArn', 'resourceArn', 'mapRunArn', 'activityArn']) {
      const value = input[field];
      if (typeof value === 'string') return value;
    }
    const { region, accountId } = this.#options;
    return typeof name === 'string' ? `arn:aws:states:${region}:${accountId}:stateMachine:${name}` : '*';
  }
}

function parse(body: Buffer): { [name: string]: unknown } {
  try {
    const value: unknown = body.length === 0 ? {} : JSON.parse(body.toString('utf8'));
    if (isObject(value)) return value;
  } catch {
    // Answered below: a body that is no JSON and one that is no object are the same mistake.
  }
  throw new AwsError('SerializationException', 'The body of the request is not a JSON object.');
}
