import { isJsonArray, isJsonata, isJsonObject, type JsonObject } from '../definition/json';
import type { Call, Grant, Integrations, NamedIdentifier } from './integration';
import { onResource } from './on-resource';
import type { Identification, PolicyScope } from './policy-scope';
import { literalValue } from './read-arguments';

/** A queue's URL ends in its account and its name; the ARN of a token's queue must be given. */
export const queue: Identification = {
  service: 'sqs',
  resource: (url) => url.split('/').at(-1) ?? url,
  account: (url) => /\/(\d{12})\/[^/]+$/.exec(url)?.[1],
};

/** A bare token as TopicArn is the ARN. */
export const topic: Identification = { service: 'sns', resource: (name) => name, token: 'arn' };

/** Where entries name their event bus; an expression that makes entries, or one of them, hides it. */
export function eventBuses(given: JsonObject): readonly NamedIdentifier[] {
  if (!isJsonArray(given.Entries)) return [{ argument: 'Entries', value: given.Entries ?? null }];
  return given.Entries.map((entry, index) =>
    isJsonObject(entry)
      ? { argument: `Entries[${index}].EventBusName`, value: entry.EventBusName ?? 'default' }
      : { argument: `Entries[${index}]`, value: isJsonata(entry) ? entry : null },
  );
}

/** A permission on each event bus that the entries name. */
export function onEventBuses(call: Call, scope: PolicyScope): readonly Grant[] {
  const buses = eventBuses(call.arguments).map(({ argument, value }) =>
    scope.identify(call.state, argument, literalValue(call, argument, value), {
      service: 'events',
      resource: (name) => `event-bus/${name}`,
      token: 'name',
    }),
  );
  return [{ actions: ['events:PutEvents'], resources: buses }];
}

/** Queues, topics and event buses. */
export const messaging = {
  /** @see https://docs.aws.amazon.com/step-functions/latest/dg/connect-sqs.html */
  'sqs:sendMessage': {
    patterns: ['waitForTaskToken'],
    page: 'https://docs.aws.amazon.com/step-functions/latest/dg/sqs-iam.html',
    arguments: {
      QueueUrl: 'identifier',
      MessageBody: 'json',
      DelaySeconds: 'number?',
      MessageAttributes: 'object?',
      MessageDeduplicationId: 'text?',
      MessageGroupId: 'text?',
    },
    permissions: onResource('sqs:SendMessage', 'QueueUrl', queue),
  },
  /** @see https://docs.aws.amazon.com/step-functions/latest/dg/connect-sns.html */
  'sns:publish': {
    patterns: ['waitForTaskToken'],
    page: 'https://docs.aws.amazon.com/step-functions/latest/dg/sns-iam.html',
    arguments: {
      TopicArn: 'identifier',
      Message: 'json',
      MessageAttributes: 'object?',
      MessageDeduplicationId: 'text?',
      MessageGroupId: 'text?',
      MessageStructure: 'text?',
      Subject: 'text?',
    },
    permissions: onResource('sns:Publish', 'TopicArn', topic),
  },
  /** @see https://docs.aws.amazon.com/step-functions/latest/dg/connect-eventbridge.html */
  'events:putEvents': {
    patterns: ['waitForTaskToken'],
    page: 'https://docs.aws.amazon.com/step-functions/latest/dg/eventbridge-iam.html',
    arguments: { Entries: 'list' },
    nestedIdentifiers: eventBuses,
    permissions: onEventBuses,
  },
} as const satisfies Integrations;
