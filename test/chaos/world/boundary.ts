import type { Clock } from '@blueprint/local/stepfunctions';
import { type Item, text } from '../aws/item';
import { type AwsCall, conflicted, readCall, refused, type Services, unprocessed } from '../aws/services';
import { between, type Random } from '../random';
import type { HttpRequest, HttpResponse } from '../sandbox/http';
import type { Invocation } from '../sandbox/invocation';
import type { Background } from './background';
import type { CallFault, Faults } from './faults';

interface Write {
  TableName: string;
  Key?: Item;
  Item?: Item;
}

type Answer = (response: HttpResponse | Error) => void;

const second = 1000;

/**
 * The boundary between the functions and AWS, where faults strike: before a call has its effect, or after it had it and before
 * the answer arrives. What is on the wire when an invocation dies still arrives.
 */
export class Boundary {
  calls = 0;
  /** Rows, as `<table> <sk>`, whose writes are refused until somebody repairs what is wrong. */
  readonly poisoned = new Set<string>();

  constructor(
    private readonly clock: Clock,
    private readonly services: Services,
    private readonly faults: Faults,
    private readonly trace: (line: string) => void,
    private readonly background: Background,
  ) {}

  send(from: Invocation, request: HttpRequest, answer: Answer): void {
    const call = readCall(request);
    const chance = from.chanceOf(request.body);
    this.calls += 1;
    this.after(1 + chance() * 14, () => this.arrive(from, call, chance, answer));
  }

  private arrive(from: Invocation, call: AwsCall, chance: Random, answer: Answer): void {
    const fault = this.faults.call(from.caller, call.operation);
    if (fault) this.trace(`${from.caller} ${call.operation}: ${fault}`);
    const back = (response: HttpResponse | Error) => this.after(1 + chance() * 5, () => answer(response));
    if (fault === 'killed-before' || fault === 'killed-and-landing-late') from.kill();
    const refusal = refusalOf(fault, call);
    if (refusal) back(refusal);
    else if (fault !== 'killed-before' && fault !== 'request-lost') {
      this.after(delayOf(fault, chance), () => this.background(this.takeEffect(from, call, fault, back)));
    }
  }

  private async takeEffect(from: Invocation, call: AwsCall, fault: CallFault | undefined, back: Answer): Promise<void> {
    const response = await this.perform(from, call);
    if (fault === 'killed-after') from.kill();
    else if (fault === 'error-after') back(refused(call, 'internalError'));
    else if (fault === 'reset-after') back(connectionReset());
    else if (fault !== 'response-lost') back(response);
  }

  private async perform(from: Invocation, call: AwsCall): Promise<HttpResponse> {
    if (this.isPoisoned(call)) return refused(call, 'denied');
    const response = await this.services.perform(call, from.caller);
    this.trace(
      `${from.caller} ${call.operation} ${describe(call)} -> ${response.status} ${response.body.slice(0, 200)}`,
    );
    return response;
  }

  private isPoisoned(call: AwsCall): boolean {
    return writesOf(call).some(({ TableName, Key, Item }) =>
      this.poisoned.has(`${TableName} ${text(Key ?? Item, 'sk')}`),
    );
  }

  private after(ms: number, run: () => void): void {
    this.clock.setTimeout(run, ms);
  }
}

/** The writes that a call makes, but for those of a batch, of which nothing is poisoned. */
function writesOf({ operation, input }: AwsCall): Write[] {
  if (operation === 'UpdateItem' || operation === 'PutItem') return [input as Write];
  if (operation !== 'TransactWriteItems') return [];
  const { TransactItems } = input as { TransactItems: { Put?: Write; Update?: Write }[] };
  return TransactItems.flatMap(({ Put, Update }) => Put ?? Update ?? []);
}

/** The answer to a call that has no effect. */
function refusalOf(fault: CallFault | undefined, call: AwsCall): HttpResponse | Error | undefined {
  if (fault === 'throttled') return refused(call, 'throttled');
  if (fault === 'error-before') return refused(call, 'internalError');
  if (fault === 'reset-before') return connectionReset();
  if (fault === 'conflicted') return conflicted(call);
  return fault === 'unprocessed' ? unprocessed(call) : undefined;
}

/** How long a call is under way, in ms. */
function delayOf(fault: CallFault | undefined, chance: Random): number {
  if (fault === 'slow') return between(chance, 100, 4000);
  return fault === 'very-slow' || fault === 'killed-and-landing-late' ? between(chance, 1, 90) * second : 0;
}

function connectionReset(): Error {
  return Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' });
}

function describe(call: AwsCall): string {
  const { Key, UpdateExpression, ExpressionAttributeValues, ...rest } = call.input as Record<string, unknown>;
  const text = JSON.stringify({ Key, UpdateExpression, ExpressionAttributeValues, ...rest });
  return text.slice(0, 400);
}
