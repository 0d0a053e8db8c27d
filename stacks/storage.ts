import type { Environment } from '@blueprint/env';
import type { App } from 'cdktf';
import { Bucket } from './constructs/bucket';
import { DataKey } from './constructs/data-key';
import { EnvironmentStack } from './constructs/environment-stack';
import { Table } from './constructs/table';
import type { OwnStorage } from './own-storage';
import type { ReadModelTable } from './read-models';
import { OPEN_INDEX, STORED, type Stored, type Streamed, writeStorageOutputs } from './storage-outputs';

/** What must never be lost: tables, buckets and the key they are encrypted with. A bad workflow cannot touch it. */
export class StorageStack extends EnvironmentStack {
  /**
   * @param readModels names of those that get a table, one each
   * @param own what workflows keep
   */
  constructor(app: App, env: Environment, readModels: readonly string[], own: Required<OwnStorage>) {
    super(app, env, 'storage');
    const keyArn = env.kms ? new DataKey(this, 'key').arn : undefined;
    const commands = new Table(this, 'commands', {
      name: 'commands',
      stream: 'NEW_IMAGE',
      ttl: 'ttl',
      indexes: [{ name: OPEN_INDEX, partition: 'open', sort: 'acceptedAt' }],
      keyArn,
    });
    const data = new Table(this, 'data', { name: 'data', keyArn });
    const history = new Table(this, 'history', { name: 'history', keyArn });
    const assets = new Bucket(this, 'assets', { name: 'assets', keyArn });
    writeStorageOutputs(this, {
      commands: { name: commands.name, arn: commands.arn, streamArn: commands.streamArn },
      data: { name: data.name, arn: data.arn },
      history: { name: history.name, arn: history.arn },
      assets: { name: assets.name, arn: assets.arn },
      readModels: this.createReadModels(readModels, keyArn),
      own: this.createOwn(own, readModels, keyArn),
      keyArn,
    });
  }

  /** @throws Error when a read model has the name of a table or bucket */
  private createReadModels(readModels: readonly string[], keyArn: string | undefined): ReadModelTable[] {
    return readModels.map((readModel) => {
      if (STORED.some((stored) => stored === readModel)) {
        throw new Error(
          `lambdas/command/targets: a read model can't be called "${readModel}", which is the name of another table or bucket.`,
        );
      }
      const { name, arn } = new Table(this, readModel, { name: readModel, ttl: 'ttl', keyArn });
      return { readModel, name, arn };
    });
  }

  /** @throws Error when a workflow's table or bucket has the name of another one */
  private createOwn(
    { tables, buckets }: Required<OwnStorage>,
    readModels: readonly string[],
    keyArn: string | undefined,
  ): Record<string, Stored & Partial<Streamed>> {
    for (const name of [...Object.keys(tables), ...Object.keys(buckets)]) {
      if ([...STORED, ...readModels].includes(name)) {
        throw new Error(`A workflow can't keep "${name}": that is the name of another table or bucket.`);
      }
    }
    return Object.fromEntries([
      ...Object.entries(tables).map(([name, { id = name, ...settings }]) => {
        const table = new Table(this, id, { name, keyArn, ...settings });
        return [name, { name: table.name, arn: table.arn, ...(settings.stream && { streamArn: table.streamArn }) }];
      }),
      ...Object.entries(buckets).map(([name, { expireDays, ...settings }]) => {
        const bucket = new Bucket(this, name, { name, keyArn, expireDays: expireDays?.(this.env), ...settings });
        return [name, { name: bucket.name, arn: bucket.arn }];
      }),
    ]);
  }
}
