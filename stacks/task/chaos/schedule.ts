import type { Plan } from '@blueprint/test/chaos/shrink';

/** What becomes of an item when nothing disturbs it. */
export type ItemKind = 'good' | 'bad';

/** A task that somebody may publish: by its name, the same each time it is asked for. */
export interface TaskPlan {
  taskId: string;
  taskType: 'address-label' | 'price-check';
  items: ItemKind[];
}

/** `other-content` publishes another task under the same name; `brief` has rows written by hand, with seconds to live. */
export type PublishHow = 'once' | 'repeated' | 'other-content' | 'brief';

/** What people do, each `after` so many ms. */
export type Act = { after: number } & (
  | { do: 'publish'; task: number; taskType: TaskPlan['taskType']; items: ItemKind[]; how: PublishHow }
  | { do: 'insert-malformed' }
  | { do: 'stop' | 'redrive' | 'start-again'; nth: number }
);

/** A run of the world, repeatable to the last call. */
export interface Schedule extends Plan {
  acts: Act[];
}

export const tenantCode = 'tenant1';

export const functionPaths = [
  'task/trigger',
  'task/start',
  'task/iterator',
  'task/item-failed',
  'task/settle-task',
  'task/settle',
] as const;
