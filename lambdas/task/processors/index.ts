import type * as z from 'zod/mini';
import { describeIssues } from '../../platform/issues';
import { UnknownTaskType } from '../errors';
import { addressLabel } from './address-label';
import { priceCheck } from './price-check';
import type { Services, TaskProcessor } from './processor';

/** Every type of task, by its `taskType`: adding one is a file and a line here. */
const registry = { 'address-label': addressLabel, 'price-check': priceCheck };

export type TaskType = keyof typeof registry;
export type ItemOf<T extends TaskType> = (typeof registry)[T] extends TaskProcessor<infer Item> ? Item : never;

/** Every `taskType` there is. */
export const taskTypes = Object.keys(registry) as TaskType[]; // a literal has no keys beside its own

const DEFAULT_TIMEOUT_SECONDS = 15 * 60;

/** A task type whose items are known only at run time, when they have passed its schema. */
export interface RegisteredProcessor {
  timeoutSeconds: number;
  /** Schema of an item. */
  item: z.ZodMiniType;
  /** The item as its schema has it, or what is wrong with it. */
  parse(item: unknown): { item: unknown } | { issues: string };
  process(item: unknown, services: Services): Promise<unknown>;
}

/** @throws UnknownTaskType naming the types that are known */
export function processorOf(taskType: string): RegisteredProcessor {
  if (!Object.hasOwn(registry, taskType)) throw new UnknownTaskType(taskType, Object.keys(registry));
  // hasOwn has just shown that it is one of the registry's own keys.
  return registered(registry[taskType as TaskType] as TaskProcessor<unknown>);
}

function registered(definition: TaskProcessor<unknown>): RegisteredProcessor {
  return {
    timeoutSeconds: definition.timeoutSeconds ?? DEFAULT_TIMEOUT_SECONDS,
    item: definition.item,
    process: (item, services) => definition.process(item, services),
    parse: (item) => {
      const parsed = definition.item.safeParse(item);
      return parsed.success ? { item: parsed.data } : { issues: describeIssues(parsed.error) };
    },
  };
}
