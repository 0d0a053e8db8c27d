import './fakes/environment';
import { beforeEach, describe, expect, test } from '@jest/globals';
import type { HttpEvent } from '../platform/http/request';
import { sfn } from '../platform/sfn';
import { MACHINES_ARN } from './fakes/environment';
import { handler } from './http';

interface Started {
  readonly stateMachineArn: string;
  readonly name: string;
  readonly input: string;
}

let started: Started[];

beforeEach(() => {
  started = [];
  // An Express state machine is started as often as it is asked to be, whatever the name.
  Reflect.set(sfn, 'send', async ({ input }: { input: Started }) => {
    started.push(input);
    return {};
  });
});

async function post(body: unknown, claims: Record<string, string> = { tenant: 't1' }) {
  const requestContext = { requestId: 'request-1', authorizer: { jwt: { claims, scopes: [] } } };
  const event = { routeKey: 'POST /readings', headers: {}, requestContext, body: JSON.stringify(body) };
  const answer = await handler(event as unknown as HttpEvent); // no more is read
  return { status: answer.statusCode, body: JSON.parse(String(answer.body)) };
}

const reading = { deviceId: 'boiler-1', at: '2026-01-01T00:00:00.000Z', celsius: 20 };

describe('POST /readings', () => {
  test('starts the workflow with the batch, and answers before it is stored', async () => {
    const { status, body } = await post({ readings: [reading] });
    expect({ status, body }).toEqual({
      status: 202,
      body: { batch: expect.stringMatching(/^event-intake_[\w-]{43}$/), accepted: 1 },
    });
    expect(started).toEqual([
      {
        stateMachineArn: `${MACHINES_ARN}event-intake:live`,
        name: body.batch,
        input: JSON.stringify({ schemaVersion: 1, tenantCode: 't1', requestId: 'request-1', readings: [reading] }),
      },
    ]);
  });

  test('gives the same batch the same name, and another tenant’s another', async () => {
    const first = await post({ readings: [reading] });
    const again = await post({ readings: [reading] });
    const other = await post({ readings: [reading] }, { tenant: 't2' });
    expect(again.body).toEqual(first.body);
    expect(other.body.batch).not.toBe(first.body.batch);
  });

  test('takes the tenant from the token, and never from what a caller wrote', async () => {
    await post({ tenantCode: 't2', readings: [{ ...reading, tenantCode: 't2' }] });
    expect(JSON.parse(String(started[0]?.input))).toEqual({
      schemaVersion: 1,
      tenantCode: 't1',
      requestId: 'request-1',
      readings: [reading],
    });
  });

  test('writes each moment in one way, so that a reading sent in another zone is the same', async () => {
    const first = await post({ readings: [reading] });
    const again = await post({ readings: [{ ...reading, at: '2026-01-01T09:00:00+09:00' }] });
    expect(again.body.batch).toBe(first.body.batch);
  });

  test.each([
    ['no readings', { readings: [] }, 'body.readings'],
    ['too many', { readings: Array.from({ length: 41 }, () => reading) }, 'body.readings'],
    ['two of one device at one moment', { readings: [reading, { ...reading, celsius: 30 }] }, 'body.readings'],
    ['the mark that parts keys', { readings: [{ ...reading, deviceId: 'a#b' }] }, 'body.readings.0.deviceId'],
    ['a day without a time', { readings: [{ ...reading, at: '2026-01-01' }] }, 'body.readings.0.at'],
    ['a day in no calendar', { readings: [{ ...reading, at: '2026-02-30T00:00:00Z' }] }, 'body.readings.0.at'],
    ['a year of five digits', { readings: [{ ...reading, at: '9999-12-31T23:59:59-01:00' }] }, 'body.readings.0.at'],
    ['less than no heat', { readings: [{ ...reading, celsius: -274 }] }, 'body.readings.0.celsius'],
  ])('refuses %s, and starts nothing', async (_, body, place) => {
    const answer = await post(body);
    expect({ status: answer.status, places: answer.body.errors.map(({ at }: { at: string }) => at) }).toEqual({
      status: 400,
      places: [place],
    });
    expect(started).toEqual([]);
  });

  test.each([[{}], [{ tenant: 'a#b' }]])('refuses a token with the claims %j', async (claims) => {
    expect((await post({ readings: [reading] }, claims)).status).toBe(403);
    expect(started).toEqual([]);
  });
});
