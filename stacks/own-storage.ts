import type { Environment } from '@blueprint/env';
import type { BucketProps } from './constructs/bucket';
import type { TableProps } from './constructs/table';

/** A table of one workflow, without what the storage stack knows. */
export interface OwnTable extends Omit<TableProps, 'name' | 'keyArn'> {
  /** Part of its address in Terraform, which must not change once it is deployed. Default: its name. */
  readonly id?: string;
}

/** A bucket of one workflow, without what the storage stack knows. */
export interface OwnBucket extends Omit<BucketProps, 'name' | 'keyArn' | 'expireDays'> {
  /** Days after which an object expires, where the environment has a lifecycle of objects. Default: never. */
  expireDays?(env: Environment): number | undefined;
}

/** What workflows keep in tables and buckets of their own, by the last parts of their names. */
export interface OwnStorage {
  readonly tables?: Readonly<Record<string, OwnTable>>;
  readonly buckets?: Readonly<Record<string, OwnBucket>>;
}

/**
 * What all workflows keep.
 *
 * @throws Error when two want the same name
 */
export function allStorage(workflows: readonly { readonly storage?: OwnStorage }[]): Required<OwnStorage> {
  const tables: Record<string, OwnTable> = {};
  const buckets: Record<string, OwnBucket> = {};
  for (const { storage = {} } of workflows) {
    for (const name of [...Object.keys(storage.tables ?? {}), ...Object.keys(storage.buckets ?? {})]) {
      if (name in tables || name in buckets) throw new Error(`Two workflows have a table or bucket called "${name}".`);
    }
    Object.assign(tables, storage.tables);
    Object.assign(buckets, storage.buckets);
  }
  return { tables, buckets };
}
