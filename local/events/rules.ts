import type { AwsClient } from '../aws/client';
import { ROOT_CREDENTIALS } from '../aws/credentials';
import type { JsonObject } from '../stepfunctions';
import { parsePattern } from './pattern';

/** A target of a rule, as PutTargets stored it. */
export interface RuleTarget {
  Id: string;
  Arn: string;
  RoleArn?: string;
  Input?: string;
  InputPath?: string;
  InputTransformer?: { InputPathsMap?: { [name: string]: string }; InputTemplate: string };
  DeadLetterConfig?: { Arn?: string };
  RetryPolicy?: { MaximumRetryAttempts?: number; MaximumEventAgeInSeconds?: number };
}

export interface Rule {
  name: string;
  arn: string;
  bus: string;
  pattern: JsonObject | undefined;
  schedule: string | undefined;
  targets: RuleTarget[];
}

interface RulePage {
  Rules?: {
    Name: string;
    Arn: string;
    State?: string;
    EventBusName?: string;
    EventPattern?: string;
    ScheduleExpression?: string;
  }[];
  NextToken?: string;
}

/** The enabled rules as MiniStack holds them; read again after each write of the Events API that passed the endpoint. */
export class Rules {
  readonly #client: AwsClient;
  readonly #known = new Map<string, Promise<Rule[]>>();
  readonly #onChange: (() => void)[] = [];

  constructor(client: AwsClient) {
    this.#client = client;
  }

  /** To be called after every write of the Events API. */
  forget(): void {
    this.#known.clear();
    for (const changed of this.#onChange) changed();
  }

  onChange(listener: () => void): void {
    this.#onChange.push(listener);
  }

  of(bus: string): Promise<Rule[]> {
    const known = this.#known.get(bus);
    if (known) return known;
    const read = this.#read(bus);
    this.#known.set(bus, read);
    read.catch(() => this.#known.delete(bus));
    return read;
  }

  async #read(bus: string): Promise<Rule[]> {
    const rules: Rule[] = [];
    let nextToken: string | undefined;
    do {
      const page = await this.#ask<RulePage>('ListRules', {
        EventBusName: bus,
        ...(nextToken ? { NextToken: nextToken } : {}),
      });
      for (const rule of page.Rules ?? []) {
        if (rule.State !== 'ENABLED') continue;
        const { Targets } = await this.#ask<{ Targets?: RuleTarget[] }>('ListTargetsByRule', {
          Rule: rule.Name,
          EventBusName: bus,
        });
        rules.push({
          name: rule.Name,
          arn: rule.Arn,
          bus,
          pattern: rule.EventPattern ? parsePattern(rule.EventPattern) : undefined,
          schedule: rule.ScheduleExpression || undefined,
          targets: Targets ?? [],
        });
      }
      nextToken = page.NextToken;
    } while (nextToken);
    return rules;
  }

  async #ask<T>(operation: string, input: object): Promise<T> {
    return (await this.#client.json('events', operation, input, ROOT_CREDENTIALS)) as T;
  }
}
