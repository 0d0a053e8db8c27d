import type { AwsClient } from '../aws/client';
import { ROOT_CREDENTIALS } from '../aws/credentials';
import { Flusher } from '../flusher';
import type { Logger } from '../logger';
import type { Clock, MetricDatum } from '../stepfunctions';

/** As PutMetricData takes them. */
interface StatisticSet {
  SampleCount: number;
  Sum: number;
  Minimum: number;
  Maximum: number;
}

interface Gathered {
  namespace: string;
  datum: {
    MetricName: string;
    Dimensions: { Name: string; Value: string }[];
    /** Seconds since the epoch: the beginning of the minute. */
    Timestamp: number;
    Unit: string;
    StatisticValues: StatisticSet;
  };
}

const FLUSH_MS = 5_000;
const MINUTE_MS = 60_000;
/** PutMetricData takes 1,000 metrics. */
const MAX_METRICS = 1_000;

/** Writes metrics of the services that are ours to CloudWatch, gathered for some seconds: one set of values per metric and minute. */
export class MetricWriter {
  readonly #client: Pick<AwsClient, 'json'>;
  readonly #logger: Logger;
  readonly #flusher: Flusher;
  #gathered = new Map<string, Gathered>();
  #warned = false;

  constructor(options: { client: Pick<AwsClient, 'json'>; clock: Clock; logger: Logger }) {
    this.#client = options.client;
    this.#logger = options.logger;
    this.#flusher = new Flusher(options.clock, FLUSH_MS, () => this.#put());
  }

  /** Keeps a value until the next flush. */
  write(namespace: string, { name, dimensions, value, unit, timestamp }: MetricDatum): void {
    const minute = timestamp - (timestamp % MINUTE_MS);
    const key = JSON.stringify([namespace, name, minute, dimensions]);
    const known = this.#gathered.get(key)?.datum.StatisticValues;
    if (known) {
      known.SampleCount += 1;
      known.Sum += value;
      known.Minimum = Math.min(known.Minimum, value);
      known.Maximum = Math.max(known.Maximum, value);
      return;
    }
    const datum = {
      MetricName: name,
      Dimensions: Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value })),
      Timestamp: minute / 1000,
      Unit: unit,
      StatisticValues: { SampleCount: 1, Sum: value, Minimum: value, Maximum: value },
    };
    this.#gathered.set(key, { namespace, datum });
    this.#flusher.schedule();
  }

  /** Writes all that is kept, and returns when it is written. */
  flush(): Promise<void> {
    return this.#flusher.flush();
  }

  async #put(): Promise<void> {
    const gathered = [...this.#gathered.values()];
    this.#gathered = new Map();
    const byNamespace = new Map<string, Gathered['datum'][]>();
    for (const { namespace, datum } of gathered) {
      byNamespace.set(namespace, [...(byNamespace.get(namespace) ?? []), datum]);
    }
    for (const [Namespace, data] of byNamespace) {
      for (let from = 0; from < data.length; from += MAX_METRICS) {
        const MetricData = data.slice(from, from + MAX_METRICS);
        await this.#client
          .json('monitoring', 'PutMetricData', { Namespace, MetricData }, ROOT_CREDENTIALS)
          .catch((error: unknown) => this.#warn(error));
      }
    }
  }

  #warn(error: unknown): void {
    if (this.#warned) return;
    this.#warned = true;
    this.#logger.warn(
      `Metrics are lost, CloudWatch did not take them: ${error instanceof Error ? error.message : error}`,
    );
  }
}
