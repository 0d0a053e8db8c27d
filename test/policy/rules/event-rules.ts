import type { Resource, Stack } from '../stack';

/** Whether the clock sends the events of a target: the next one comes by itself. */
export function scheduled(stack: Stack, target: Resource): boolean {
  return stack.referred(target.args.rule)?.args.schedule_expression !== undefined;
}
