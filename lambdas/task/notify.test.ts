import './fakes/environment';
import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import type { SQSRecord } from 'aws-lambda';
import { awsError } from '../fakes/step-functions';
import { logger } from '../platform/observability';
import { ssm } from '../platform/ssm';
import { handler } from './notify';
import { receiversIn } from './webhooks/receivers';
import { verifySignature } from './webhooks/signature';

const BODY = '{"status":"finished"}';
const [one = { id: '' }, two = { id: '' }] = receiversIn(process.env.WEBHOOK_URLS ?? '');
const message = (receiver: string, messageId: string) =>
  ({ messageId, body: JSON.stringify({ receiver, deliveryId: `delivery-${messageId}`, body: BODY }) }) as SQSRecord;
const notify = (...Records: SQSRecord[]) => handler({ Records });
const fetched = jest.fn<typeof fetch>();
const parameter = jest.fn<() => Promise<{ Parameter?: { Value?: string } }>>();
const logged: string[] = [];

beforeEach(() => {
  jest.useFakeTimers({ now: Date.parse('2025-01-01T00:00:00Z') + 3_600_000 * clock++, advanceTimers: true });
  fetched.mockReset().mockImplementation(async () => new Response(null, { status: 204 }));
  parameter.mockReset().mockResolvedValue({ Parameter: { Value: 'key' } });
  Reflect.set(globalThis, 'fetch', fetched);
  Reflect.set(ssm, 'send', parameter);
  logged.length = 0;
  for (const level of ['info', 'warn', 'error'] as const) {
    jest.spyOn(logger, level).mockImplementation((...parts) => {
      logged.push(
        parts.map((part) => (part instanceof Error ? part.message : JSON.stringify(part, withErrors))).join(' '),
      );
    });
  }
});
afterEach(() => {
  jest.restoreAllMocks();
  jest.useRealTimers();
});
/** Each test begins after the kept key of the one before has expired. */
let clock = 0;
const withErrors = (_: string, value: unknown) => (value instanceof Error ? value.message : value);

function sent(call: number) {
  const [url, init] = fetched.mock.calls[call] ?? [];
  return { url: String(url), headers: new Headers(init?.headers), ...(init && { init }) };
}

describe('a notification', () => {
  test('is posted to its receiver as it was written, signed, with a time and an id', async () => {
    expect(await notify(message(one.id, 'a'))).toEqual({ batchItemFailures: [] });
    expect(fetched).toHaveBeenCalledTimes(1);
    const { url, headers, init } = sent(0);
    expect(url).toBe('https://one.example/hook');
    expect(init).toMatchObject({ method: 'POST', redirect: 'manual', body: BODY });
    expect(headers.get('X-Delivery-Id')).toBe('delivery-a');
    const signed = {
      signature: headers.get('X-Signature') ?? '',
      timestamp: headers.get('X-Timestamp') ?? '',
      body: BODY,
    };
    expect(verifySignature('key', signed)).toBe(true);
  });

  test('to a URL with credentials carries them in a header, as fetch demands', async () => {
    await notify(message(two.id, 'a'));
    expect(sent(0).url).toBe('https://two.example/hook?token=abc');
    expect(sent(0).headers.get('Authorization')).toBe(`Basic ${Buffer.from('user:secret').toString('base64')}`);
  });

  test('that its receiver does not take comes again alone, and holds up no other', async () => {
    fetched.mockImplementation(async (url) => new Response(null, { status: String(url).includes('one') ? 500 : 200 }));
    expect(await notify(message(one.id, 'a'), message(two.id, 'b'), message(one.id, 'c'))).toEqual({
      batchItemFailures: [{ itemIdentifier: 'a' }, { itemIdentifier: 'c' }],
    });
    expect(fetched).toHaveBeenCalledTimes(3);
  });

  test.each([
    ['redirects', async () => new Response(null, { status: 302 }), 'answered 302'],
    [
      'does not answer',
      async () => Promise.reject(new DOMException('slow', 'TimeoutError')),
      'did not answer within 5000 ms',
    ],
    [
      'is not there',
      async () => Promise.reject(Object.assign(new TypeError('fetch failed'), { cause: { code: 'ECONNREFUSED' } })),
      "can't be reached: ECONNREFUSED",
    ],
  ])('fails when the receiver %s, and the log says who without the URL', async (_, answer, reason) => {
    fetched.mockImplementation(answer);
    expect(await notify(message(two.id, 'a'))).toEqual({ batchItemFailures: [{ itemIdentifier: 'a' }] });
    expect(logged.join('\n')).toContain(`receiver ${two.id} at two.example ${reason}`);
    expect(logged.join('\n')).not.toMatch(/secret|token=abc/);
  });

  test('gives up on a receiver after five seconds', async () => {
    await notify(message(one.id, 'a'));
    expect(sent(0).init?.signal).toBeInstanceOf(AbortSignal);
  });

  test('for a receiver that is no longer configured is dropped, and that is logged', async () => {
    expect(await notify(message('gone', 'a'))).toEqual({ batchItemFailures: [] });
    expect(fetched).not.toHaveBeenCalled();
    expect(logged.join('\n')).toContain('no longer configured');
  });

  test('that nobody of ours wrote goes to the dead letters in the end', async () => {
    expect(await notify({ messageId: 'a', body: '{}' } as SQSRecord)).toEqual({
      batchItemFailures: [{ itemIdentifier: 'a' }],
    });
  });
});

describe('the key', () => {
  test('is read once in five minutes', async () => {
    await notify(message(one.id, 'a'), message(one.id, 'b'));
    await notify(message(one.id, 'c'));
    expect(parameter).toHaveBeenCalledTimes(1);
    jest.setSystemTime(Date.now() + 300_001);
    parameter.mockResolvedValue({ Parameter: { Value: 'next' } });
    await notify(message(one.id, 'd'));
    const { headers } = sent(3);
    const signed = {
      signature: headers.get('X-Signature') ?? '',
      timestamp: headers.get('X-Timestamp') ?? '',
      body: BODY,
    };
    expect(verifySignature('next', signed)).toBe(true);
  });

  test('that can’t be read fails the messages, is asked for again, and nothing goes out unsigned', async () => {
    parameter.mockRejectedValueOnce(awsError('ThrottlingException'));
    expect(await notify(message(one.id, 'a'))).toEqual({ batchItemFailures: [{ itemIdentifier: 'a' }] });
    parameter.mockResolvedValueOnce({ Parameter: {} });
    expect(await notify(message(one.id, 'a'))).toEqual({ batchItemFailures: [{ itemIdentifier: 'a' }] });
    expect(fetched).not.toHaveBeenCalled();
    expect(await notify(message(one.id, 'a'))).toEqual({ batchItemFailures: [] });
  });
});

test('a variable that is no list of URLs is told without showing them', () => {
  expect(() => receiversIn('["ftp://user:secret@host"]')).toThrow(
    expect.objectContaining({ name: 'InvalidEnvironment' }),
  );
  expect(() => receiversIn('["ftp://user:secret@host"]')).not.toThrow(/secret/);
});
