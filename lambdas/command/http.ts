import { dynamodb } from '../platform/dynamodb';
import { environment } from '../platform/environment';
import { busy, httpHandler, route } from '../platform/http/handler';
import { claimKey } from '../platform/http/idempotency';
import { CONTENT_TOO_LARGE, NOT_FOUND, Problem, STALE_VERSION } from '../platform/http/problem';
import { keyedId } from '../platform/http/request-key';
import { commandView } from './command-view';
import { type EntityTypeName, entityOf } from './entities';
import { readAtLeast } from './entity-read';
import { BodyTooLarge, ReadThrottled, StaleVersion } from './errors';
import type { EntityKey } from './keys';
import { newestCommands } from './newest-commands';
import { commandPath, DELETED, getCommand, getEntity, listCommands, publishCommand } from './operations';
import { CommandPublisher } from './publisher';
import { type EntityTables, readCommandHead } from './reads';

const env = environment('command/http', ['COMMANDS_TABLE', 'DATA_TABLE', 'RETENTION_DAYS', 'TENANT_CLAIM']);
const tables: EntityTables = { commands: env.COMMANDS_TABLE, data: env.DATA_TABLE };
const publisher = new CommandPublisher(dynamodb, tables);

/** The one place where keys are made: the partition is the caller's own, whatever the request says. */
function keyIn(tenantCode: string, { entityType, id }: { entityType: EntityTypeName; id: string }): EntityKey {
  return { pk: `TENANT#${tenantCode}`, sk: `${entityOf(entityType).skPrefix}${id}` };
}

const publish = route(publishCommand, async ({ body, caller, idempotencyKey }) => {
  const { id, entityType, ...rest } = body;
  const commandId = keyedId(caller.tenantCode, idempotencyKey);
  await claimKey(dynamodb, tables.commands, { id: commandId, content: body, days: env.RETENTION_DAYS });
  const command = { ...keyIn(caller.tenantCode, body), entityType, ...rest, context: caller, commandId };
  const { version } = await publisher.publish(command).catch(asProblem);
  const published = { entityType, id, version, commandId };
  return { status: 202, body: published, headers: { location: commandPath(published) } };
});

const command = route(getCommand, async ({ params, caller }) => {
  const { entityType, id, version } = params;
  const head = await readCommandHead(dynamodb, tables.commands, { ...keyIn(caller.tenantCode, params), version });
  if (head?.entityType !== entityType) {
    throw new Problem(NOT_FOUND, `there is no version ${version} of ${entityType} "${id}", or it is known no more`);
  }
  return { status: 200, body: commandView(entityType, id, head) };
});

const commands = route(listCommands, async ({ params, query: { before, limit }, caller }) => {
  const { entityType, id } = params;
  const key = keyIn(caller.tenantCode, params);
  const page = [];
  const range = { firstPage: limit, ...(before !== undefined && { below: before }) };
  for await (const head of newestCommands(dynamodb, tables.commands, key, range)) {
    if (head.entityType === entityType) page.push(commandView(entityType, id, head));
    if (page.length === limit) break;
  }
  const oldest = page.length === limit ? page.at(-1)?.version : undefined;
  return { status: 200, body: { commands: page, ...(oldest !== undefined && oldest > 1 && { next: oldest }) } };
});

const entity = route(getEntity, async ({ params, query: { version = 0 }, caller }) => {
  const { entityType, id } = params;
  const read = await readAtLeast(dynamodb, tables, keyIn(caller.tenantCode, params), version).catch(asProblem);
  if ('pending' in read) {
    const failed = read.pending === 'failed';
    return {
      status: 202,
      body: { status: failed ? 'failed' : 'pending', version: read.version },
      headers: { 'retry-after': failed ? '60' : '1', location: commandPath({ entityType, id, version }) },
    };
  }
  if ('unknown' in read || read.found.entityType !== entityType) {
    const what = version === 0 ? '' : `version ${version} of `;
    throw new Problem(NOT_FOUND, `there is no ${what}${entityType} "${id}"`);
  }
  const { found } = read;
  if (found.deleted) {
    const detail = `${entityType} "${id}" was deleted with version ${found.version}, on top of which it can be created again`;
    throw new Problem(DELETED, detail, { version: found.version });
  }
  const { attributes = {}, createdAt, updatedAt } = found;
  return { status: 200, body: { entityType, id, version: found.version, attributes, createdAt, updatedAt } };
});

/** What is wrong with a request only the tables can tell. */
function asProblem(error: unknown): never {
  if (error instanceof StaleVersion) {
    const { expectedVersion, currentVersion } = error;
    throw new Problem(
      STALE_VERSION,
      `expectedVersion is ${expectedVersion}, but the current one is ${currentVersion}. Read the entity, decide again, and take a new Idempotency-Key.`,
      { currentVersion },
    );
  }
  if (error instanceof BodyTooLarge) throw new Problem(CONTENT_TOO_LARGE, error.message);
  if (error instanceof ReadThrottled) throw busy();
  throw error;
}

export const handler = httpHandler([publish, command, commands, entity], { tenantClaim: env.TENANT_CLAIM });
