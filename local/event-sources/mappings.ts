import { randomUUID } from 'node:crypto';
import { parseArn } from '../aws/arn';
import { AwsError } from '../aws/error';
import { parseFunctionReference } from '../lambda/function-reference';
import type { FunctionSource } from '../lambda/host';
import type { Clock, JsonObject } from '../stepfunctions';
import { isObject } from '../stepfunctions/json';
import type { EventSourceMapping, SourceKind } from './mapping';
import type { Poller, PollerFactory } from './poller';
import { invalid, mergeSettings } from './settings';

export interface MappingsOptions {
  functions: FunctionSource;
  clock: Clock;
  region: string;
  accountId: string;
  pollers: { [kind in SourceKind]: PollerFactory };
}

/** All event source mappings, each with the poller that works for it. */
export class EventSourceMappings {
  readonly #options: MappingsOptions;
  readonly #entries = new Map<string, { mapping: EventSourceMapping; poller: Poller }>();

  constructor(options: MappingsOptions) {
    this.#options = options;
  }

  /** Throws `AwsError` for an unknown function or source, a bad setting, or a role that may not read the source. */
  /** The ARN of the function that a request to create a mapping names. Throws {@link AwsError} when it names none that is there. */
  async functionArn(request: JsonObject): Promise<string> {
    return this.#functionArn(textOf(request.FunctionName, 'FunctionName'));
  }

  async create(request: JsonObject): Promise<EventSourceMapping> {
    const source = textOf(request.EventSourceArn, 'EventSourceArn');
    const functionArn = await this.functionArn(request);
    if (
      [...this.#entries.values()].some(
        ({ mapping }) => mapping.EventSourceArn === source && mapping.FunctionArn === functionArn,
      )
    ) {
      throw new AwsError(
        'ResourceConflictException',
        `An event source mapping with event source arn (${source}) and function (${functionArn}) already exists.`,
        409,
      );
    }
    const kind = sourceKind(source);
    const UUID = randomUUID();
    const { region, accountId } = this.#options;
    const mapping: EventSourceMapping = {
      ...mergeSettings(kind, undefined, request),
      UUID,
      EventSourceMappingArn: `arn:aws:lambda:${region}:${accountId}:event-source-mapping:${UUID}`,
      EventSourceArn: source,
      FunctionArn: functionArn,
      State: request.Enabled === false ? 'Disabled' : 'Enabled',
      StateTransitionReason: 'User action',
      LastModified: this.#now(),
      LastProcessingResult: 'No records processed',
      Tags: isObject(request.Tags) ? (request.Tags as { [key: string]: string }) : {},
    };
    const poller = this.#options.pollers[kind](mapping);
    await poller.verify();
    this.#entries.set(UUID, { mapping, poller });
    poller.start();
    return mapping;
  }

  get(uuid: string): EventSourceMapping {
    return this.#entry(uuid).mapping;
  }

  list(filter: { source: string | null; functionName: string | null }): EventSourceMapping[] {
    const name = filter.functionName && parseFunctionReference(filter.functionName).name;
    return [...this.#entries.values()]
      .map(({ mapping }) => mapping)
      .filter((mapping) => !filter.source || mapping.EventSourceArn === filter.source)
      .filter((mapping) => !name || parseFunctionReference(mapping.FunctionArn).name === name);
  }

  async update(uuid: string, request: JsonObject): Promise<EventSourceMapping> {
    const { mapping, poller } = this.#entry(uuid);
    const settings = mergeSettings(sourceKind(mapping.EventSourceArn), mapping, request);
    if (typeof request.FunctionName === 'string') mapping.FunctionArn = await this.#functionArn(request.FunctionName);
    Object.assign(mapping, settings, { LastModified: this.#now() });
    if (typeof request.Enabled === 'boolean') mapping.State = request.Enabled ? 'Enabled' : 'Disabled';
    poller.mappingChanged();
    return mapping;
  }

  delete(uuid: string): EventSourceMapping {
    const { mapping, poller } = this.#entry(uuid);
    poller.stop();
    this.#entries.delete(uuid);
    return mapping;
  }

  stop(): void {
    for (const { poller } of this.#entries.values()) poller.stop();
  }

  #entry(uuid: string): { mapping: EventSourceMapping; poller: Poller } {
    const entry = this.#entries.get(uuid);
    if (!entry) throw new AwsError('ResourceNotFoundException', 'The resource you requested does not exist.', 404);
    return entry;
  }

  async #functionArn(reference: string): Promise<string> {
    const { name, qualifier } = parseFunctionReference(reference);
    const fn = await this.#options.functions.get(name, qualifier);
    return qualifier ? `${fn.arn}:${qualifier}` : fn.arn;
  }

  #now(): number {
    return Math.floor(this.#options.clock.now() / 1000);
  }
}

function sourceKind(arn: string): SourceKind {
  const { service, resource } = parseArn(arn);
  if (service === 'dynamodb' && resource.includes('/stream/')) return 'stream';
  if (service === 'sqs') return 'queue';
  throw invalid(`The local AWS reads DynamoDB streams and SQS queues, not ${arn}.`);
}

function textOf(value: unknown, field: string): string {
  if (typeof value === 'string' && value !== '') return value;
  throw invalid(`${field} is required.`);
}
