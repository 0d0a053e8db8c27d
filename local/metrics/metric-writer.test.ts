import { beforeEach, describe, expect, test } from '@jest/globals';
import { type MetricDatum, VirtualClock } from '../stepfunctions';
import { recordingLogger } from '../testing/recording-logger';
import { runFor } from '../testing/run-clock';
import { MetricWriter } from './metric-writer';

const datum = (fields: Partial<MetricDatum> = {}): MetricDatum => ({
  name: 'ExecutionTime',
  dimensions: { StateMachineArn: 'arn' },
  value: 1,
  unit: 'Milliseconds',
  timestamp: 61_000,
  ...fields,
});

describe('MetricWriter', () => {
  let clock: VirtualClock;
  let calls: { operation: string; input: { Namespace: string; MetricData: object[] } }[];
  let logger: ReturnType<typeof recordingLogger>;
  let refuses: boolean;
  let writer: MetricWriter;

  beforeEach(() => {
    clock = new VirtualClock(0);
    calls = [];
    refuses = false;
    logger = recordingLogger();
    const json = async (_service: string, operation: string, input: unknown) => {
      calls.push({ operation, input: input as { Namespace: string; MetricData: object[] } });
      if (refuses) throw new Error('not now');
      return {};
    };
    writer = new MetricWriter({ client: { json }, clock, logger });
  });

  test('puts one set of values for a metric and a minute', async () => {
    for (const value of [5, 1, 3]) writer.write('AWS/States', datum({ value }));
    writer.write('AWS/States', datum({ timestamp: 120_000 }));
    expect(calls).toEqual([]);
    await runFor(clock, 5_000);
    const shared = {
      MetricName: 'ExecutionTime',
      Dimensions: [{ Name: 'StateMachineArn', Value: 'arn' }],
      Unit: 'Milliseconds',
    };
    expect(calls).toEqual([
      {
        operation: 'PutMetricData',
        input: {
          Namespace: 'AWS/States',
          MetricData: [
            { ...shared, Timestamp: 60, StatisticValues: { SampleCount: 3, Sum: 9, Minimum: 1, Maximum: 5 } },
            { ...shared, Timestamp: 120, StatisticValues: { SampleCount: 1, Sum: 1, Minimum: 1, Maximum: 1 } },
          ],
        },
      },
    ]);
  });

  test('puts no more at once than CloudWatch takes, and each namespace by itself', async () => {
    for (let index = 0; index < 1_001; index++) writer.write('A', datum({ name: `m${index}` }));
    writer.write('B', datum());
    await writer.flush();
    expect(calls.map(({ input }) => [input.Namespace, input.MetricData.length])).toEqual([
      ['A', 1_000],
      ['A', 1],
      ['B', 1],
    ]);
    await writer.flush();
    expect(calls).toHaveLength(3);
  });

  test('says once that metrics are lost', async () => {
    refuses = true;
    for (let round = 0; round < 2; round++) {
      writer.write('A', datum());
      await writer.flush();
    }
    expect(logger.lines).toEqual([expect.stringContaining('CloudWatch did not take them: not now')]);
  });
});
