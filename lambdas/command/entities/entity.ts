import type * as z from 'zod/mini';
import type { TargetName } from '../targets';

/** All that the workflow knows of a kind of entity. */
export interface EntityDefinition<Attributes> {
  /** What the sort keys of this type begin with: `ORDER#`. */
  skPrefix: string;
  /** Attributes live in DynamoDB as they pass it: a number in them is a `storableNumber`. */
  schema: z.ZodMiniType<Attributes, Attributes>;
  /** One line that names the entity to a person, for lists. */
  label(attributes: Attributes): string;
  /** Where a command of this type is synced to. */
  targets: readonly TargetName[];
}

/** Types a definition by its schema. */
export function entity<Attributes>(definition: EntityDefinition<Attributes>): EntityDefinition<Attributes> {
  return definition;
}
