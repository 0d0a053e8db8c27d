import type { OwnStorage } from '../own-storage';
import { ownStored, ownStreamed, type Storage, type Stored, type Streamed } from '../storage-outputs';
import type { WorkflowProps } from '../workflows';

/** What the import workflow keeps. */
export const importStorage: OwnStorage = {
  tables: { import_tmp: { id: 'import-tmp', stream: 'NEW_IMAGE', ttl: 'ttl' } },
  buckets: { imports: { expireDays: ({ retention }) => retention.objects?.importsDays } },
};

/** The storage of all, and that of imports. */
export interface ImportStorage extends Storage {
  /** Rows of import files on their way, and what became of them. */
  readonly import_tmp: Streamed;
  /** Bucket of uploaded import files. */
  readonly imports: Stored;
}

/** What the parts of the import workflow are built from. */
export interface ImportProps extends WorkflowProps {
  readonly storage: ImportStorage;
}

export function importProps({ storage, ...props }: WorkflowProps): ImportProps {
  const own = { import_tmp: ownStreamed(storage, 'import_tmp'), imports: ownStored(storage, 'imports') };
  return { ...props, storage: { ...storage, ...own } };
}
