import { expect, test } from '@jest/globals';
import type { MetricDatum } from '../stepfunctions';
import { gatewayMetrics } from './gateway-metrics';

const measured = { apiId: 'a', stage: 'v1', statusCode: 404, latencyMs: 3, integrationLatencyMs: undefined, at: 7 };

function written(more: object): MetricDatum[] {
  const data: MetricDatum[] = [];
  gatewayMetrics({ write: (_namespace, datum) => void data.push(datum) })({ ...measured, ...more });
  return data;
}

const of = (data: MetricDatum[], dimensions: object) =>
  Object.fromEntries(
    data
      .filter((datum) => JSON.stringify(datum.dimensions) === JSON.stringify(dimensions))
      .map(({ name, value }) => [name, value]),
  );

test('counts requests and errors of an API and of its stage', () => {
  expect(of(written({}), { ApiId: 'a' })).toEqual({ Count: 1, '4xx': 1, '5xx': 0, Latency: 3 });
  expect(of(written({ statusCode: 503, integrationLatencyMs: 2 }), { ApiId: 'a', Stage: 'v1' })).toEqual({
    Count: 1,
    '4xx': 0,
    '5xx': 1,
    Latency: 3,
    IntegrationLatency: 2,
  });
});
