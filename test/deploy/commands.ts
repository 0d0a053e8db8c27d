import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { SFNClient } from '@aws-sdk/client-sfn';
import { type DynamoDBDocumentClient, PutCommand, paginateQuery, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { acceptedRow, putCommand } from '@blueprint/lambdas/command/command-put';
import { Executions } from '@blueprint/lambdas/command/executions';
import { type CommandKey, versionKey } from '@blueprint/lambdas/command/keys';
import { CommandPublisher } from '@blueprint/lambdas/command/publisher';
import { type AcrossDeployment, each } from '@blueprint/lambdas/platform/across-deployment';
import { LIVE } from '@blueprint/lambdas/platform/live';
import { clientSettings, documentClient, type LocalRun, resourcePrefix } from '@blueprint/scripts/start/clients';
import type { PlannedEntity } from '@blueprint/scripts/start/data-set';
import { compareWithPlan } from '@blueprint/scripts/start/expectations';
import { countOpenCommands } from '@blueprint/scripts/start/settled-counter';

const TENANT = 'deployment';
const ENTITIES = 70;
const VERSIONS = 10;
const AT_ONCE = 16;
const LOOK_MS = 500;
const BETWEEN_MS = 50;
/** As long as this nothing may stand still, ms. */
const PATIENCE_MS = 60_000;

/** Commands of a tenant of its own, of which each version waits for the one before. */
export class Commands implements AcrossDeployment {
  private readonly tables: DynamoDBDocumentClient;
  private readonly names: { readonly commands: string; readonly data: string };
  private readonly publisher: CommandPublisher;
  private readonly published: PlannedEntity[] = [];

  constructor(private readonly run: LocalRun) {
    const prefix = resourcePrefix(run.environment);
    this.names = { commands: `${prefix}-commands`, data: `${prefix}-data` };
    this.tables = documentClient(run);
    this.publisher = new CommandPublisher(this.tables, this.names);
  }

  /** The first versions are accepted, and their stream records late: all later versions wait, each for the one before. */
  async begin() {
    const entities = Array.from({ length: ENTITIES }, (_, index) => planned(`held-${index}`, VERSIONS));
    const first: CommandKey[] = [];
    await each(entities, AT_ONCE, async (entity) => {
      first.push(await this.acceptUnheard(entity));
      for (let version = 2; version <= VERSIONS; version++) await this.publish(entity, version);
      this.published.push(entity);
    });
    const count = ENTITIES * (VERSIONS - 1);
    await this.until(async () => count - (await this.countWaiters()), 'commands to wait');
    return {
      count,
      goOn: async () => {
        const { name, app, region, account } = this.run.environment;
        const machine = `arn:aws:states:${region}:${account}:stateMachine:${name}-${app}-command-handler:${LIVE}`;
        const executions = new Executions(new SFNClient(clientSettings(this.run)), machine);
        await each(first, AT_ONCE, (key) => executions.start(key, 1));
        await this.settled();
        return `${count} commands were woken, one by the other, once the first of each entity was started`;
      },
    };
  }

  /** Publishes new entities until `signal` aborts. @returns how many commands */
  async publishOn(signal: AbortSignal): Promise<number> {
    let commands = 0;
    for (let entity = 0; !signal.aborted; entity++) {
      const plan = planned(`new-${entity}`, 1 + (entity % 3));
      for (let version = 1; version <= plan.versions.length; version++, commands++) await this.publish(plan, version);
      this.published.push(plan);
      await pause(BETWEEN_MS);
    }
    return commands;
  }

  /** Waits until every command is settled. */
  async settled(): Promise<void> {
    await this.until(() => countOpenCommands(this.tables, this.names.commands), 'commands to be settled');
  }

  /** What the tables have otherwise than it was published: a sentence each. */
  async violations(): Promise<readonly string[]> {
    const history = `${resourcePrefix(this.run.environment)}-history`;
    const tables = { data: this.names.data, history };
    return (await compareWithPlan(this.tables, tables, this.published, pk(TENANT))).violations;
  }

  /** The trigger hears of rows as they are inserted, and passes by what is settled: this row is not, a moment later. */
  private async acceptUnheard({ sk, entityType, versions }: PlannedEntity): Promise<CommandKey> {
    const commandId = randomUUID();
    const context = { userId: 'test:deploy', tenantCode: TENANT, requestId: `${sk}-1` };
    const command = { pk: pk(TENANT), sk, version: 1, entityType, action: 'put', commandId, context } as const;
    const { Item, ...put } = putCommand(
      this.names.commands,
      acceptedRow({ ...command, attributes: versions[0]?.attributes }, new Date()),
    );
    await this.tables.send(new PutCommand({ ...put, Item: { ...Item, settledAt: new Date().toISOString() } }));
    const Key = { pk: command.pk, sk: versionKey(sk, 1) };
    await this.tables.send(
      new UpdateCommand({ TableName: this.names.commands, Key, UpdateExpression: 'REMOVE settledAt' }),
    );
    return { pk: command.pk, sk, version: 1, commandId, entityType, tenantCode: TENANT, requestId: context.requestId };
  }

  private async publish({ pk, sk, entityType, versions }: PlannedEntity, version: number): Promise<void> {
    const planned = versions[version - 1];
    assert(planned?.attributes);
    await this.publisher.publish({
      ...{ pk, sk, entityType, action: 'put', attributes: planned.attributes, expectedVersion: version - 1 },
      context: { userId: 'test:deploy', tenantCode: TENANT, requestId: `${sk}-${version}` },
    });
  }

  private async countWaiters(): Promise<number> {
    const query = {
      TableName: this.names.commands,
      KeyConditionExpression: 'pk = :pk',
      FilterExpression: 'attribute_exists(waiter)',
      ExpressionAttributeValues: { ':pk': pk(TENANT) },
      ConsistentRead: true,
    };
    let waiters = 0;
    for await (const { Count = 0 } of paginateQuery({ client: this.tables }, query)) waiters += Count;
    return waiters;
  }

  /** @throws Error when nothing moves any more */
  private async until(left: () => Promise<number>, what: string): Promise<void> {
    let [least, movedAt] = [Number.POSITIVE_INFINITY, Date.now()];
    for (let now = await left(); now > 0; now = await left()) {
      if (now < least) [least, movedAt] = [now, Date.now()];
      if (Date.now() - movedAt > PATIENCE_MS)
        throw new Error(`Waited for ${what}: ${now} do not for ${PATIENCE_MS / 1000} s.`);
      await pause(LOOK_MS, undefined, { signal: this.run.signal });
    }
  }
}

const pk = (tenantCode: string) => `TENANT#${tenantCode}`;

function planned(name: string, count: number): PlannedEntity {
  const attributes = (version: number) => ({ status: `version ${version}`, total: version });
  const versions = Array.from(
    { length: count },
    (_, index) => ({ action: 'put', attributes: attributes(index + 1) }) as const,
  );
  return { pk: pk(TENANT), sk: `ORDER#${name}`, entityType: 'order', versions };
}
