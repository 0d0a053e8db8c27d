import { describe, expect, test } from '@jest/globals';
import type { EventBridgeEvent } from './event';
import { targetInput } from './target-input';

const event: EventBridgeEvent = {
  version: '0',
  id: '1',
  source: 'aws.states',
  'detail-type': 'change',
  account: '000000000000',
  time: '2026-01-30T08:00:00Z',
  region: 'ap-northeast-1',
  resources: ['arn:one'],
  detail: { status: 'FAILED', cause: 'said "no"', count: 2 },
};
const rule = { name: 'r', arn: 'arn:rule', bus: 'default', pattern: undefined, schedule: undefined, targets: [] };
const input = (target: object) => targetInput(event, rule, { Id: '1', Arn: 'arn:t', ...target }, event.time);

describe('targetInput', () => {
  test('the whole event unless told otherwise', () => {
    expect(JSON.parse(input({}))).toEqual(event);
  });

  test('a constant, or a part', () => {
    expect(input({ Input: '{"tick":true}' })).toBe('{"tick":true}');
    expect(input({ InputPath: '$.detail.status' })).toBe('"FAILED"');
    expect(input({ InputPath: '$.resources[0]' })).toBe('"arn:one"');
  });

  test('a JSON template takes values as JSON, and inside of strings as text', () => {
    const InputTransformer = {
      InputPathsMap: { status: '$.detail.status', cause: '$.detail.cause', count: '$.detail.count' },
      InputTemplate: '{"status": <status>, "count": <count>, "text": "why: <cause>", "rule": <aws.events.rule-arn>}',
    };
    expect(JSON.parse(input({ InputTransformer }))).toEqual({
      status: 'FAILED',
      count: 2,
      text: 'why: said "no"',
      rule: 'arn:rule',
    });
  });
});
