import { setTimeout as pause } from 'node:timers/promises';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { CommandPublisher } from '../../command/publisher';
import { readCommand } from '../../command/reads';
import type { BenchRun } from '../../platform/bench';

const EVERY_MS = 1_000;
const LOOK_EVERY_MS = 100;
const PATIENCE_MS = 120_000;

/** Publishes a command a second, as people do beside an import, and measures from its acceptance until it is settled. */
export class LagProbe {
  private sent = 0;
  private readonly tables: { commands: string; data: string };
  private readonly client: DynamoDBDocumentClient;
  private readonly publisher: CommandPublisher;

  constructor(private readonly run: BenchRun) {
    this.tables = { commands: run.resourceName('commands'), data: run.resourceName('data') };
    this.client = DynamoDBDocumentClient.from(new DynamoDBClient(run.aws), {
      marshallOptions: { removeUndefinedValues: true },
    });
    this.publisher = new CommandPublisher(this.client, this.tables);
  }

  /** Goes on until `isOver`, and for at least `least` commands. Resolves to the lag of each, in ms. */
  async measure(isOver: () => boolean, least: number): Promise<number[]> {
    const lags: Promise<number>[] = [];
    while (!isOver() || lags.length < least) {
      const lag = this.lag();
      // It may fail long before it is waited for.
      lag.catch(() => undefined);
      lags.push(lag);
      await pause(EVERY_MS, undefined, { signal: this.run.signal });
    }
    return Promise.all(lags);
  }

  /** @throws Error when the command is not settled in two minutes */
  private async lag(): Promise<number> {
    this.sent += 1;
    const sk = `ORDER#probe-${this.sent}`;
    const context = { userId: 'bench', tenantCode: 'tenant2', requestId: sk };
    await this.publisher.publish({
      pk: 'TENANT#tenant2',
      sk,
      entityType: 'order',
      expectedVersion: 0,
      action: 'put',
      attributes: { status: 'open', total: this.sent },
      context,
    });
    for (const end = Date.now() + PATIENCE_MS; Date.now() < end; ) {
      await pause(LOOK_EVERY_MS);
      const row = await readCommand(this.client, this.tables.commands, { pk: 'TENANT#tenant2', sk, version: 1 });
      if (row?.settledAt !== undefined) return Date.parse(row.settledAt) - Date.parse(row.acceptedAt);
    }
    throw new Error(`The command on ${sk} is not settled after ${PATIENCE_MS / 1000} s: the import starves it.`);
  }
}
