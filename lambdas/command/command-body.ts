import * as z from 'zod/mini';
import { type EntityAttributes, type EntityTypeName, entityOf, entityTypes } from './entities';
import { MAX_VERSION } from './keys';

/**
 * The id of an entity in a path: what its sort key holds behind the prefix of its type. API Gateway decodes a path before it reads
 * it, where an encoded slash is a slash and what follows an encoded question mark is lost; an encoded percent sign it may leave as it
 * is. Clients resolve dots. Entities with such ids, which a file may import, can't be reached over HTTP.
 */
export const entityId = z.string().check(
  z.regex(/^[^/?%]{1,200}$/, 'must be 1–200 characters without /, ? and %'),
  z.refine((id) => !/^\.{1,2}$|[\p{Cc}\p{Cs}]/u.test(id), 'must have no control characters, and not be dots alone'),
);

/** A command as a caller sends it. */
export interface CommandBody {
  entityType: EntityTypeName;
  id: string;
  /** The version the caller has seen, and decided on; 0 creates the entity. */
  expectedVersion: number;
  action: 'put' | 'delete';
  /** The whole new state, for a put. */
  attributes?: EntityAttributes<EntityTypeName>;
}

const common = {
  id: entityId,
  expectedVersion: z.int().check(z.nonnegative(), z.maximum(MAX_VERSION - 1)),
};

const bodies = entityTypes.map((name) => {
  const entityType = z.literal(name);
  return z.discriminatedUnion('action', [
    z.strictObject({ entityType, ...common, action: z.literal('put'), attributes: entityOf(name).schema }),
    z.strictObject({ entityType, ...common, action: z.literal('delete') }),
  ]);
});

/** One form for each entity type and action, so that a problem names the very place in the attributes, and the document shows it. */
export const commandBody = z.discriminatedUnion(
  'entityType',
  bodies as [(typeof bodies)[0], ...typeof bodies],
) as z.ZodMiniType<CommandBody, CommandBody>; // the attributes of each type are those of its own schema
