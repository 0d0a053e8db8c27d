import type { DynamoDb } from '../aws/dynamodb';
import type { Item } from '../aws/item';
import { tableName } from '../aws/tables';
import type { CommandRows } from '../invariants/command-rows';
import { must } from '../invariants/violation';
import { pick, type Random } from '../random';
import type { Background } from './background';
import type { Library } from './library';
import type { Act, Entity, PublishHow } from './schedule';

/** How far the version that a publisher expects is from the current one. */
const offsets: Partial<Record<PublishHow, number>> = { stale: -1, 'very-stale': -3, ahead: 1 };

interface Published {
  version: number;
  commandId: string;
}

/** Those who publish commands: in time and late, twice at once, again after they got no answer, and by hand. */
export class Publishers {
  private count = 0;

  constructor(
    private readonly random: Random,
    private readonly now: () => number,
    private readonly library: Library,
    private readonly dynamodb: DynamoDb,
    private readonly commands: CommandRows,
    private readonly background: Background,
  ) {}

  publish(entity: Entity, { action, how }: Act & { do: 'publish' }): void {
    const current = this.commands.of(entity.pk, entity.sk).length;
    const expectedVersion = Math.max(0, current + (offsets[how] ?? 0));
    const request = this.request(entity, action, expectedVersion);
    this.background(this.attempt(request));
    if (how === 'repeated') this.background(this.attempt(request));
    if (how === 'racing') this.background(this.attempt(this.request(entity, action, expectedVersion)));
  }

  /** A row that this project's publisher would have refused: an older one wrote it, or the schema has changed since. */
  async insertInvalid(entity: Entity, what: 'attributes' | 'type'): Promise<void> {
    const version = this.commands.of(entity.pk, entity.sk).length + 1;
    const { pk, sk } = entity;
    const entityType = what === 'type' ? 'unheard-of' : entity.entityType;
    const attributes: Item = what === 'type' ? {} : { total: { S: 'a lot' } };
    const rowSk = `${sk}@${String(version).padStart(10, '0')}`;
    const context: Item = {
      userId: { S: 'user' },
      tenantCode: { S: 'tenant1' },
      requestId: { S: `request-${this.count}` },
    };
    await this.insert({
      pk: { S: pk },
      sk: { S: rowSk },
      entitySk: { S: sk },
      version: { N: String(version) },
      entityType: { S: entityType },
      tenantCode: { S: 'tenant1' },
      action: { S: 'put' },
      attributes: { M: attributes },
      commandId: { S: `by-hand-${this.count++}` },
      context: { M: context },
      acceptedAt: { S: new Date(Math.floor(this.now())).toISOString() },
      status: { S: 'accepted' },
      open: { S: `OPEN#${version % 8}` },
    });
  }

  async insertMalformed(): Promise<void> {
    await this.insert({ pk: { S: 'TENANT#tenant1' }, sk: { S: `MALFORMED#${this.count++}` }, version: { S: 'one' } });
  }

  private async insert(item: Item): Promise<void> {
    await this.dynamodb.handle('PutItem', { TableName: tableName('commands'), Item: item }, 'by hand');
  }

  /** An answer that says "accepted" is a promise, and one that says "stale" names what is current. */
  private async attempt(request: {
    pk: string;
    sk: string;
    expectedVersion: number;
    commandId: string;
  }): Promise<void> {
    const before = this.commands.of(request.pk, request.sk).length;
    const outcome = await this.library.call('publish', request);
    if (outcome === 'killed') return;
    const commands = this.commands.of(request.pk, request.sk);
    if ('thrown' in outcome) {
      const { name, currentVersion = 0 } = outcome.thrown as { name: string; currentVersion?: number };
      if (name !== 'StaleVersion') return;
      const isOwn = commands[request.expectedVersion]?.item.commandId?.S === request.commandId;
      must(!isOwn, () => `${request.commandId} was accepted, and its repetition is told that it is stale`);
      const wasCurrent = before === commands.length && before === request.expectedVersion;
      must(!wasCurrent, () => `version ${before} was expected and current, and refused as stale`);
      const isTrue = before <= currentVersion && currentVersion <= commands.length;
      must(isTrue, () => `a publisher was told ${currentVersion} is current when ${before} was`);
      return;
    }
    const { version, commandId } = outcome.returned as Published;
    const stored = commands[version - 1];
    must(
      stored?.item.commandId?.S === commandId,
      () => `version ${version} was promised to ${commandId}, and another has it`,
    );
    must(commandId === request.commandId, () => `${request.commandId} was published, and ${commandId} promised`);
  }

  private request(entity: Entity, action: 'put' | 'delete', expectedVersion: number) {
    const number = this.count++;
    const order = { status: pick(this.random, ['open', 'paid', 'sent']) ?? 'open', total: number };
    const airport = {
      iata: 'NRT',
      name: `Narita ${number}`,
      city: 'Narita',
      state: '',
      country: 'JP',
      latitude: 35,
      longitude: 140,
    };
    const product = { code: entity.sk.replace('PRODUCT#', ''), name: `interactive ${number}`, price: number };
    return {
      pk: entity.pk,
      sk: entity.sk,
      expectedVersion,
      entityType: entity.entityType,
      action,
      ...(action === 'put' && { attributes: { order, airport, product }[entity.entityType] }),
      context: { userId: 'user', tenantCode: entity.pk.replace('TENANT#', ''), requestId: `request-${number}` },
      commandId: `command-${number}`,
    };
  }
}
