import type { CommandKey, EntityKey } from '../keys';

/** What an entity shows while it is not deleted. */
export interface Shown {
  readonly attributes: Readonly<Record<string, unknown>>;
  /** The line that names the entity to a person. */
  readonly label: string;
}

/** What every row has, or has as a tombstone, beside its columns. */
type OwnAttribute = keyof EntityKey | 'version' | 'updatedAt' | 'deleted' | 'ttl';

/**
 * A read model: a table of its own, in which an entity has one row. It says what the row is, and `readModelTarget` writes it. It is
 * read where the table is deployed as well as where it is written, so it calls nothing, and imports types only.
 */
export interface ReadModel {
  /** Key of an entity's row. It is the same for all versions: a version takes one write, which can't move a row. */
  key(entity: Omit<CommandKey, 'version' | 'commandId' | 'requestId'>): EntityKey;
  /** Each further attribute of the row, by its name. Undefined: this row has none of that name. */
  readonly columns: Readonly<Record<string, (shown: Shown) => unknown>> & { readonly [own in OwnAttribute]?: never };
}

/**
 * Read models by their names. A name is in lower case, its words joined by `_`: it names the table and the outputs of its stack,
 * and in capitals the variable that tells functions where the table is. `data` is a target, and no read model.
 */
export type ReadModels = Readonly<Record<Lowercase<string>, ReadModel>> & { readonly data?: never };

/** The variable that names the table of a read model: `LISTING_TABLE`. */
export function tableVariable<Name extends string>(name: Name): `${Uppercase<Name>}_TABLE` {
  // The library's type for capitals is string.
  return `${name.toUpperCase() as Uppercase<Name>}_TABLE`;
}
