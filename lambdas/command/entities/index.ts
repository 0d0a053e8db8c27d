import type * as z from 'zod/mini';
import { describeIssues } from '../../platform/issues';
import { UnknownEntityType, ValidationFailed } from '../errors';
import type { TargetName } from '../targets';
import { airport } from './airport';
import type { EntityDefinition } from './entity';
import { order } from './order';
import { product } from './product';
import { zipcode } from './zipcode';

/** Every kind of entity: adding one is a file and a line here. */
const registry = { order, airport, product, zipcode };

export type EntityTypeName = keyof typeof registry;
export type EntityAttributes<T extends EntityTypeName> =
  (typeof registry)[T] extends EntityDefinition<infer Attributes> ? Attributes : never;

/** Every name there is. */
export const entityTypes = Object.keys(registry) as EntityTypeName[]; // a literal has no keys beside its own

/** An entity type whose attributes are known only at run time, when they have passed its schema. */
export interface RegisteredEntity {
  skPrefix: string;
  targets: readonly TargetName[];
  /** Of the attributes. */
  schema: z.ZodMiniType<Record<string, unknown>, Record<string, unknown>>;
  /** @throws ValidationFailed naming each field that does not fit */
  validate(attributes: unknown): Record<string, unknown>;
  /** Of attributes that were accepted: they passed the schema of their day. */
  label(attributes: Record<string, unknown>): string;
}

/** @throws UnknownEntityType naming the types that are known */
export function entityOf(entityType: string): RegisteredEntity {
  if (!Object.hasOwn(registry, entityType)) throw new UnknownEntityType(entityType, Object.keys(registry));
  // hasOwn has just shown that it is one of the registry's own keys.
  return registered(entityType, registry[entityType as EntityTypeName] as EntityDefinition<Record<string, unknown>>);
}

function registered(name: string, definition: EntityDefinition<Record<string, unknown>>): RegisteredEntity {
  return {
    skPrefix: definition.skPrefix,
    targets: definition.targets,
    schema: definition.schema,
    label: (attributes) => definition.label(attributes),
    validate: (attributes) => {
      const parsed = definition.schema.safeParse(attributes);
      if (!parsed.success) throw new ValidationFailed(name, describeIssues(parsed.error));
      return parsed.data;
    },
  };
}
