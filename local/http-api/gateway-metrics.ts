import type { MetricWriter } from '../metrics/metric-writer';

/** What is measured of a request that was answered. */
export interface Measured {
  apiId: string;
  stage: string;
  statusCode: number;
  /** Milliseconds from the request to the answer. */
  latencyMs: number;
  /** Undefined where no integration was called. */
  integrationLatencyMs: number | undefined;
  /** Milliseconds since the epoch. */
  at: number;
}

/**
 * Writes the metrics of an API and of its stage; those of routes, which `detailedMetricsEnabled` asks for, are not written.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-metrics.html
 */
export function gatewayMetrics(metrics: Pick<MetricWriter, 'write'>): (measured: Measured) => void {
  return ({ apiId, stage, statusCode, latencyMs, integrationLatencyMs, at }) => {
    const counts = { Count: 1, '4xx': statusCode >= 400 && statusCode < 500 ? 1 : 0, '5xx': statusCode >= 500 ? 1 : 0 };
    const times = {
      Latency: latencyMs,
      ...(integrationLatencyMs === undefined ? {} : { IntegrationLatency: integrationLatencyMs }),
    };
    for (const dimensions of [{ ApiId: apiId }, { ApiId: apiId, Stage: stage }]) {
      const shared = { dimensions, timestamp: at };
      for (const [name, value] of Object.entries(counts)) {
        metrics.write('AWS/ApiGateway', { ...shared, name, value, unit: 'Count' });
      }
      for (const [name, value] of Object.entries(times)) {
        metrics.write('AWS/ApiGateway', { ...shared, name, value, unit: 'Milliseconds' });
      }
    }
  };
}
