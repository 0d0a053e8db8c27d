import { AwsClient } from '@blueprint/local/aws/client';
import type { Credentials } from '@blueprint/local/aws/credentials';
import type { Logger } from '@blueprint/local/logger';
import { executionLog } from '@blueprint/local/logs/execution-log';
import { LogWriter } from '@blueprint/local/logs/log-writer';
import { MetricWriter } from '@blueprint/local/metrics/metric-writer';
import type { Clock, ExecutionLogEntry, MetricDatum, StatusChangeEvent } from '@blueprint/local/stepfunctions';
import { isObject } from '@blueprint/local/stepfunctions/json';

export interface EndpointObserversOptions {
  /** `http://<host>:<port>` */
  endpoint: string;
  credentials: Credentials;
  region: string;
  accountId: string;
  clock: Clock;
  logger: Logger;
}

/** Tells an endpoint's CloudWatch and EventBridge what the engine does, as the service tells AWS's. */
export class EndpointObservers {
  readonly onLog: (entry: ExecutionLogEntry) => void;
  readonly #client: Pick<AwsClient, 'json'>;
  readonly #credentials: Credentials;
  readonly #logger: Logger;
  readonly #logs: LogWriter;
  readonly #metrics: MetricWriter;
  readonly #sending = new Set<Promise<void>>();
  #warned = false;

  constructor({ endpoint, credentials, region, accountId, clock, logger }: EndpointObserversOptions) {
    const client = new AwsClient({ endpoint, region });
    // The writers sign as root; here everything is signed with the credentials that were given.
    this.#client = { json: (service, operation, input) => client.json(service, operation, input, credentials) };
    this.#credentials = credentials;
    this.#logger = logger;
    this.#logs = new LogWriter({ client: this.#client, clock, logger, region, accountId });
    this.#metrics = new MetricWriter({ client: this.#client, clock, logger });
    this.onLog = executionLog(this.#logs);
  }

  readonly onMetric = (datum: MetricDatum): void => this.#metrics.write('AWS/States', datum);

  /** AWS and those that follow it let nobody send events of `aws.states`; some emulators do. */
  readonly onStatusChange = (change: StatusChangeEvent): void => {
    const entry = {
      Source: 'aws.states',
      DetailType: 'Step Functions Execution Status Change',
      Resources: [change.executionArn],
      Detail: JSON.stringify(change),
    };
    const sending = this.#client
      .json('events', 'PutEvents', { Entries: [entry] }, this.#credentials)
      .then(refusedEntry)
      .catch((error: unknown) => error)
      .then((problem) => this.#warn(problem))
      .finally(() => this.#sending.delete(sending));
    this.#sending.add(sending);
  };

  /** Returns when all that was said has arrived, or was refused. */
  async flush(): Promise<void> {
    await Promise.all([this.#logs.flush(), this.#metrics.flush(), ...this.#sending]);
  }

  #warn(problem: unknown): void {
    if (problem === undefined || this.#warned) return;
    this.#warned = true;
    const message = problem instanceof Error ? problem.message : String(problem);
    this.#logger.warn(`Status changes of executions do not reach EventBridge: ${message}`);
  }
}

/** Why an entry was not taken. */
function refusedEntry(answer: unknown): string | undefined {
  const [entry] = isObject(answer) && Array.isArray(answer.Entries) ? answer.Entries : [];
  return isObject(entry) && entry.ErrorCode !== undefined
    ? `${entry.ErrorCode} ${entry.ErrorMessage ?? ''}`
    : undefined;
}
