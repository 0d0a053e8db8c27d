import type { Clock, Integrations, JsonValue, TaskOutcome, TaskRequest } from '@blueprint/local/stepfunctions';
import { between } from '../random';
import type { Fleet } from '../sandbox/fleet';
import { exported } from '../sandbox/fleet';
import { Invocation, type Outcome, type Outside } from '../sandbox/invocation';
import type { Faults } from './faults';

/** What an event source learns of an invocation: its result, or that there is none. */
export type Answer = { result: JsonValue } | { error: string; cause: string };

const noFunction = 'Lambda.ResourceNotFoundException';

/**
 * Lambda: invokes bundles, ends them at their timeout, and reports errors by the names that Step Functions gives them.
 *
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html
 */
export class LambdaService implements Integrations {
  invocations = 0;

  constructor(
    private readonly clock: Clock,
    private readonly seed: number,
    private readonly fleets: ReadonlyMap<string, Fleet>,
    private readonly faults: Faults,
    private readonly outside: Outside,
    private readonly trace: (line: string) => void,
  ) {}

  supports(resource: string): boolean {
    return resource === 'lambda:invoke';
  }

  /** A Task's attempt. The engine may have stopped waiting meanwhile; the function, as in AWS, runs on. */
  async call(request: TaskRequest): Promise<TaskOutcome> {
    const { FunctionName, Payload } = request.arguments as { FunctionName: string; Payload: unknown };
    const answer = await this.invoke(pathOf(FunctionName), Payload);
    if ('error' in answer) return answer;
    return { output: { ExecutedVersion: '$LATEST', Payload: answer.result, StatusCode: 200 } };
  }

  /** One invocation, with what may befall it. */
  async invoke(path: string, event: unknown): Promise<Answer> {
    const fault = this.faults.invocation(path);
    const invocation = new Invocation(path, this.outside, this.seed, this.invocations++);
    const unavailable = { error: 'Lambda.ServiceException', cause: 'The service is unavailable.' };
    if (fault) this.trace(`invocation of ${path}: ${fault}`);
    if (fault === 'throttled') return { error: 'Lambda.TooManyRequestsException', cause: 'Rate exceeded' };
    await this.pause(fault === 'slow-start' ? between(invocation.chance, 1, 20) * 1000 : 1 + invocation.chance() * 10);
    if (fault === 'unavailable') return unavailable;
    if (fault === 'crashed-at-start') return { error: 'Runtime.ExitError', cause: 'Runtime exited with error' };
    const running = this.run(path, invocation, event);
    if (fault === 'invoked-twice') return { error: 'Lambda.SdkClientException', cause: 'The connection was lost.' };
    const answer = await running;
    return fault === 'result-lost' ? unavailable : answer;
  }

  private async run(path: string, invocation: Invocation, event: unknown): Promise<Answer> {
    const fleet = this.fleets.get(path);
    if (!fleet) return { error: noFunction, cause: `There is no function ${path}.` };
    let isLate = false;
    const timeout = this.clock.setTimeout(() => {
      isLate = true;
      invocation.kill();
    }, fleet.deployed.timeoutMs);
    const context = {
      awsRequestId: path,
      functionName: path,
      getRemainingTimeInMillis: () => fleet.deployed.timeoutMs,
    };
    const outcome = await fleet.run(invocation, (exports) =>
      exported(exports, 'handler')(structuredClone(event), context),
    );
    this.clock.clearTimeout(timeout);
    const answer = answerOf(outcome, isLate);
    if ('error' in answer) this.trace(`${path} ended: ${answer.error} ${answer.cause.slice(0, 300)}`);
    await this.pause(1);
    return answer;
  }

  private pause(ms: number): Promise<void> {
    return new Promise((resolve) => {
      this.clock.setTimeout(resolve, ms);
    });
  }
}

export const functionArn = (path: string): string =>
  `arn:aws:lambda:ap-northeast-1:000000000000:function:local-blueprint-${path.replace('/', '-')}`;

const pathOf = (arn: string): string => (arn.split(':').at(-1) ?? '').replace('local-blueprint-', '').replace('-', '/');

function answerOf(outcome: Outcome, isLate: boolean): Answer {
  if (outcome === 'killed') {
    return isLate
      ? { error: 'Sandbox.Timedout', cause: 'RequestId: 0 Error: Task timed out' }
      : { error: 'Runtime.ExitError', cause: 'RequestId: 0 Error: Runtime exited with error: signal: killed' };
  }
  if ('returned' in outcome) return { result: JSON.parse(JSON.stringify(outcome.returned ?? null)) };
  // Not `instanceof`: under jest a bundle's errors are of another realm.
  const { name = 'Error', message = String(outcome.thrown) } = (outcome.thrown ?? {}) as Partial<Error>;
  return { error: name, cause: JSON.stringify({ errorType: name, errorMessage: message, trace: [] }) };
}
