import { DynamoDBClient, QueryCommand } from '@aws-sdk/client-dynamodb';
import type { Example, ExampleRun } from '../platform/example';
import { pause } from '../platform/pause';
import { MOST_READINGS, readingKey } from './readings';

const TENANT = 'acme';
const DEVICES = 3;
const LONGEST_WAIT_MS = 20_000;

/** Sends a batch for each of some devices, and each of them once more, and counts the rows. */
export const example: Example = {
  async run(run) {
    const first = Date.now();
    const devices = Array.from({ length: DEVICES }, (_, index) => `example-${first}-${index}`);
    await Promise.all([...devices, ...devices].map((deviceId) => send(run, deviceId, first)));
    const dynamodb = new DynamoDBClient(run.aws);
    try {
      const rows = await stored(run, dynamodb, devices, first + LONGEST_WAIT_MS);
      const seconds = (Date.now() - first) / 1_000;
      const readings = DEVICES * MOST_READINGS;
      if (rows !== readings) throw new Error(`${readings} readings, each sent twice, became ${rows} rows.`);
      const pace = Math.round(readings / seconds);
      return `${readings} readings, each sent twice, became ${rows} rows: ${pace} readings a second from request to row`;
    } finally {
      dynamodb.destroy();
    }
  },
};

async function send(run: ExampleRun, deviceId: string, first: number): Promise<void> {
  const readings = Array.from({ length: MOST_READINGS }, (_, index) => ({
    deviceId,
    at: new Date(first + index).toISOString(),
    celsius: 20 + index / 10,
  }));
  const { status, body } = await run.api({ method: 'POST', path: '/readings', tenantCode: TENANT, body: { readings } });
  if (status !== 202) throw new Error(`POST /readings answered ${status}: ${JSON.stringify(body)}.`);
}

/** The rows of the devices, when there are as many as readings, or when the time is over. */
async function stored(
  run: ExampleRun,
  dynamodb: DynamoDBClient,
  devices: readonly string[],
  until: number,
): Promise<number> {
  for (;;) {
    const counts = await Promise.all(devices.map((deviceId) => count(run, dynamodb, deviceId)));
    const rows = counts.reduce((sum, one) => sum + one, 0);
    if (rows >= devices.length * MOST_READINGS || Date.now() > until) return rows;
    run.signal.throwIfAborted();
    await pause(100);
  }
}

async function count(run: ExampleRun, dynamodb: DynamoDBClient, deviceId: string): Promise<number> {
  const query = new QueryCommand({
    TableName: run.resourceName('readings'),
    KeyConditionExpression: 'pk = :device',
    ExpressionAttributeValues: { ':device': { S: readingKey(TENANT, { deviceId, at: '' }).pk } },
    ConsistentRead: true,
    Select: 'COUNT',
  });
  const { Count = 0 } = await dynamodb.send(query, { abortSignal: run.signal });
  return Count;
}
