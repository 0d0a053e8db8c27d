import type { OwnStorage } from '../own-storage';
import { ownStreamed, type Storage, type Streamed } from '../storage-outputs';
import type { WorkflowProps } from '../workflows';

/** What the task workflow keeps: a stream that also tells what was, since a new status is a change. */
export const taskStorage: OwnStorage = { tables: { tasks: { stream: 'NEW_AND_OLD_IMAGES', ttl: 'ttl' } } };

/** The storage of all, and the table of tasks. */
export interface TaskStorage extends Storage {
  readonly tasks: Streamed;
}

/** What the parts of the task workflow are built from. */
export interface TaskProps extends WorkflowProps {
  readonly storage: TaskStorage;
}

export function taskProps({ storage, ...props }: WorkflowProps): TaskProps {
  return { ...props, storage: { ...storage, tasks: ownStreamed(storage, 'tasks') } };
}
