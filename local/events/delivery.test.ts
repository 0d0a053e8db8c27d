import { beforeEach, describe, expect, test } from '@jest/globals';
import type { AwsClient } from '../aws/client';
import { rootCaller } from '../identity/caller';
import { recordingLogger } from '../testing/recording-logger';
import { Delivery } from './delivery';
import type { EventBridgeEvent } from './event';
import type { RuleTarget } from './rules';

const event: EventBridgeEvent = {
  version: '0',
  id: '1',
  source: 's',
  'detail-type': 'd',
  account: '000000000000',
  time: '2026-01-30T08:00:00Z',
  region: 'ap-northeast-1',
  resources: [],
  detail: {},
};
const rule = {
  name: 'failed',
  arn: 'arn:aws:events:ap-northeast-1:000000000000:rule/failed',
  bus: 'default',
  pattern: undefined,
  schedule: undefined,
  targets: [],
};
const fn = 'arn:aws:lambda:ap-northeast-1:000000000000:function:settle';
const queue = 'arn:aws:sqs:ap-northeast-1:000000000000:dead';

describe('Delivery', () => {
  let policies: { [arn: string]: string };
  let accepted: string[];
  let sent: string[];
  let started: unknown[];
  let asked: unknown[];
  let logger: ReturnType<typeof recordingLogger>;

  beforeEach(() => {
    policies = {};
    accepted = [];
    sent = [];
    started = [];
    asked = [];
    logger = recordingLogger();
  });

  const permission = (resource: string, action: string, sourceArn = rule.arn) => {
    policies[resource] = JSON.stringify({
      Statement: [
        {
          Effect: 'Allow',
          Principal: { Service: 'events.amazonaws.com' },
          Action: action,
          Resource: resource,
          Condition: { ArnEquals: { 'aws:SourceArn': sourceArn } },
        },
      ],
    });
  };

  const deliver = (target: Partial<RuleTarget>) =>
    new Delivery({
      client: { json: async () => ({ Attributes: { Policy: policies[queue] } }) } as unknown as AwsClient,
      functions: { policy: async () => policies[fn] },
      asynchronous: { accept: ({ functionName }) => void accepted.push(functionName) },
      destinations: { send: async (arn) => void sent.push(arn) },
      engine: { handle: async (_operation, input) => void started.push(input) },
      sessions: {
        assume: async () => ({
          credentials: { accessKeyId: 'a', secretAccessKey: 's' },
          caller: rootCaller('0'),
          expiresAt: Infinity,
        }),
      },
      authorizer: {
        authorize: async (_caller, _action, resource, { context = {} } = {}) => void asked.push({ resource, context }),
      },
      accountId: '000000000000',
      logger,
    }).deliver(event, rule, { Id: '1', Arn: fn, ...target });

  test('to a function that lets the rule in', async () => {
    permission(fn, 'lambda:InvokeFunction');
    await deliver({});
    expect([accepted, logger.lines]).toEqual([['settle'], []]);
  });

  test('not to a function that lets only another rule in: that is said, and the dead-letter queue gets the event', async () => {
    permission(fn, 'lambda:InvokeFunction', `${rule.arn}-other`);
    permission(queue, 'sqs:SendMessage');
    await deliver({ DeadLetterConfig: { Arn: queue } });
    expect([accepted, sent]).toEqual([[], [queue]]);
    expect(logger.lines).toEqual([
      expect.stringContaining('because no resource-based policy allows the lambda:InvokeFunction action'),
    ]);
  });

  test('a queue whose policy does not let the rule in gets nothing', async () => {
    await deliver({ Arn: queue });
    expect(sent).toEqual([]);
    expect(logger.lines).toHaveLength(1);
  });

  test('to a state machine, as the role of the target', async () => {
    await deliver({ Arn: 'arn:aws:states:ap-northeast-1:000000000000:stateMachine:m', RoleArn: 'arn:role' });
    expect(started).toMatchObject([{ input: JSON.stringify(event) }]);
  });

  test('to the alias of a state machine, which IAM knows by a key', async () => {
    const machine = 'arn:aws:states:ap-northeast-1:000000000000:stateMachine:m';
    await deliver({ Arn: `${machine}:live`, RoleArn: 'arn:role' });
    expect(started).toMatchObject([{ stateMachineArn: `${machine}:live` }]);
    expect(asked).toEqual([{ resource: machine, context: { 'states:StateMachineQualifier': 'live' } }]);
  });
});
