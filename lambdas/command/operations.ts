import * as z from 'zod/mini';
import { operation } from '../platform/http/operation';
import {
  CONTENT_TOO_LARGE,
  IDEMPOTENCY_CONFLICT,
  NOT_FOUND,
  type ProblemType,
  STALE_VERSION,
} from '../platform/http/problem';
import { commandBody, entityId } from './command-body';
import { entityTypes } from './entities';
import { MAX_VERSION } from './keys';
import { BODY_LIMIT_BYTES } from './submission';

/** A body over this is not even parsed: it holds the attributes, written as loosely as a caller likes. */
const MOST_BYTES = 1024 * 1024;

/** The tombstone keeps the version: on top of it the entity can be created again. */
export const DELETED: ProblemType = { name: 'deleted', status: 410, title: 'The entity was deleted' };

const version = z.coerce.number().check(z.int(), z.positive(), z.maximum(MAX_VERSION));
const entity = { entityType: z.enum(entityTypes), id: entityId };
const time = z.string();

/** A command as it is shown. */
export const command = z.object({
  ...entity,
  version: z.int(),
  commandId: z.string(),
  action: z.enum(['put', 'delete']),
  /** `failed` can be repaired, and then it goes on; `applied` and `skipped` are final. */
  status: z.enum(['accepted', 'applied', 'failed', 'skipped']),
  acceptedAt: time,
  settledAt: z.optional(time),
  /** Name of the error that a failed command failed with. */
  error: z.optional(z.string()),
  /** Why a skipped command was given up. */
  reason: z.optional(z.string()),
});

export const publishCommand = operation({
  operationId: 'publishCommand',
  method: 'POST',
  path: '/commands',
  summary: 'Change an entity',
  description:
    'Accepts a command as the version after `expectedVersion`; the workflow applies the versions of an entity one after another. ' +
    `Attributes may take ${BODY_LIMIT_BYTES} bytes as JSON. Another request, on a newer version for instance, takes another Idempotency-Key.`,
  access: 'jwt',
  body: commandBody,
  mostBytes: MOST_BYTES,
  idempotent: true,
  answers: {
    202: {
      description: 'The command is stored, and will be applied',
      body: z.object({ ...entity, version: z.int(), commandId: z.string() }),
      headers: { location: 'Where the status of the command can be read' },
    },
  },
  problems: [STALE_VERSION, CONTENT_TOO_LARGE, IDEMPOTENCY_CONFLICT],
});

export const getCommand = operation({
  operationId: 'getCommand',
  method: 'GET',
  path: '/commands/{entityType}/{id}/{version}',
  summary: 'How a command stands',
  description: 'Settled commands are kept for as long as the environment says, then their versions are known no more.',
  access: 'jwt',
  params: z.object({ ...entity, version }),
  answers: { 200: { description: 'The command', body: command } },
  problems: [NOT_FOUND],
});

export const listCommands = operation({
  operationId: 'listCommands',
  method: 'GET',
  path: '/commands/{entityType}/{id}',
  summary: 'The commands of an entity, the newest first',
  access: 'jwt',
  params: z.object(entity),
  query: z.object({
    /** `next` of the page before. */
    before: z.optional(version),
    limit: z._default(z.coerce.number().check(z.int(), z.positive(), z.maximum(50)), 10),
  }),
  answers: {
    200: {
      description: 'A page of them; without `next` it is the last one',
      body: z.object({ commands: z.array(command), next: z.optional(z.int()) }),
    },
  },
});

export const getEntity = operation({
  operationId: 'getEntity',
  method: 'GET',
  path: '/entities/{entityType}/{id}',
  summary: 'An entity as it is',
  description:
    'Read consistently. Who has changed it gives the `version` that the command got, and reads at least that one: the answer waits ' +
    'for it for up to four seconds, and says 202 where it takes longer.',
  access: 'jwt',
  params: z.object(entity),
  query: z.object({ version: z.optional(version) }),
  answers: {
    200: {
      description: 'The entity',
      body: z.object({
        ...entity,
        version: z.int(),
        attributes: z.record(z.string(), z.unknown()),
        createdAt: z.optional(time),
        updatedAt: z.optional(time),
      }),
    },
    202: {
      description: 'The version is accepted, and not applied yet',
      body: z.object({
        /** `failed`: it is not tried any more until somebody repairs it. */
        status: z.enum(['pending', 'failed']),
        /** The version that there is so far; 0 where there is none. */
        version: z.int(),
      }),
      headers: {
        'retry-after': 'Seconds after which to ask again',
        location: 'Where the status of the command can be read',
      },
    },
  },
  problems: [NOT_FOUND, DELETED],
});

export const operations = [publishCommand, getCommand, listCommands, getEntity];

/** Where the status of a command can be read. */
export function commandPath(key: { entityType: string; id: string; version: number }): string {
  return `/commands/${key.entityType}/${encodeURIComponent(key.id)}/${key.version}`;
}
