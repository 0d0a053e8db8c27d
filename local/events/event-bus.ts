import { randomUUID } from 'node:crypto';
import { parseArn } from '../aws/arn';
import type { AwsClient } from '../aws/client';
import type { Credentials } from '../aws/credentials';
import type { LocalRequest, LocalResponse } from '../endpoint/http';
import type { MiniStackProxy } from '../endpoint/proxy';
import type { Logger } from '../logger';
import type { Clock, JsonObject, StatusChangeEvent } from '../stepfunctions';
import { isObject } from '../stepfunctions/json';
import type { Delivery } from './delivery';
import { type EventBridgeEvent, eventTime } from './event';
import { matchesPattern } from './pattern';
import type { Rule, Rules, RuleTarget } from './rules';

export interface EventBusOptions {
  rules: Rules;
  delivery: Pick<Delivery, 'deliver'>;
  client: AwsClient;
  proxy: MiniStackProxy;
  clock: Clock;
  region: string;
  accountId: string;
  logger: Logger;
}

/** MiniStack delivers to queues, topics and buses itself; functions and state machines run here. */
const OUR_SERVICES = new Set(['lambda', 'states']);

/** Events on their way to the targets of rules. */
export class EventBus {
  readonly #options: EventBusOptions;

  constructor(options: EventBusOptions) {
    this.#options = options;
  }

  /** PutEvents as it was signed: MiniStack checks and keeps it, then our targets get it too. */
  async handlePutEvents(request: LocalRequest): Promise<LocalResponse> {
    const response = await this.#options.proxy.forward(request);
    if (response.statusCode === 200) {
      this.#deliverEntries(JSON.parse(request.body.toString('utf8')), JSON.parse(response.body.toString()));
    }
    return response;
  }

  /** PutEvents of a Task state, with the credentials of the machine's role. */
  async putEvents(input: JsonObject, credentials: Credentials): Promise<JsonObject> {
    const answer = await this.#options.client.json('events', 'PutEvents', input, credentials);
    const output = isObject(answer) ? answer : {};
    this.#deliverEntries(input, output);
    return output;
  }

  /** "Step Functions Execution Status Change" of the source `aws.states`, which PutEvents lets nobody send. */
  statusChanged(change: StatusChangeEvent): void {
    const event = this.#event({
      source: 'aws.states',
      'detail-type': 'Step Functions Execution Status Change',
      resources: [change.executionArn],
      detail: { ...change },
    });
    void this.#deliverToRules('default', event, () => true);
  }

  /** What a scheduled rule sends. */
  fireSchedule(rule: Rule, dueMs: number): void {
    const event = this.#event({
      source: 'aws.events',
      'detail-type': 'Scheduled Event',
      resources: [rule.arn],
      detail: {},
    });
    const due = { ...event, time: eventTime(dueMs) };
    for (const target of rule.targets.filter(isOurs)) void this.#options.delivery.deliver(due, rule, target);
  }

  #deliverEntries(input: unknown, output: unknown): void {
    const sent = isObject(input) && Array.isArray(input.Entries) ? input.Entries : [];
    const answered = isObject(output) && Array.isArray(output.Entries) ? output.Entries : [];
    sent.forEach((entry, index) => {
      const result = answered[index];
      if (!isObject(entry) || !isObject(result) || typeof result.EventId !== 'string') return;
      const detail: unknown = JSON.parse(typeof entry.Detail === 'string' ? entry.Detail : '{}');
      const event = this.#event({
        id: result.EventId,
        source: String(entry.Source),
        'detail-type': String(entry.DetailType),
        resources: Array.isArray(entry.Resources) ? entry.Resources.map(String) : [],
        detail: isObject(detail) ? detail : {},
      });
      void this.#deliverToRules(busName(entry.EventBusName), event, isOurs);
    });
  }

  async #deliverToRules(bus: string, event: EventBridgeEvent, wanted: (target: RuleTarget) => boolean): Promise<void> {
    const { rules, delivery, logger } = this.#options;
    try {
      for (const rule of await rules.of(bus)) {
        if (rule.pattern === undefined || !matchesPattern(event, rule.pattern)) continue;
        for (const target of rule.targets.filter(wanted)) void delivery.deliver(event, rule, target);
      }
    } catch (error) {
      logger.error(`An event of ${event.source} reached no rule: ${String(error)}`);
    }
  }

  #event(
    parts: Pick<EventBridgeEvent, 'source' | 'detail-type' | 'resources' | 'detail'> & { id?: string },
  ): EventBridgeEvent {
    const { clock, region, accountId } = this.#options;
    return {
      version: '0',
      id: parts.id ?? randomUUID(),
      'detail-type': parts['detail-type'],
      source: parts.source,
      account: accountId,
      time: eventTime(clock.now()),
      region,
      resources: parts.resources,
      detail: parts.detail,
    };
  }
}

function isOurs(target: RuleTarget): boolean {
  return OUR_SERVICES.has(parseArn(target.Arn).service);
}

function busName(reference: unknown): string {
  return typeof reference === 'string' && reference !== ''
    ? reference.slice(reference.lastIndexOf('/') + 1)
    : 'default';
}
