import type { Arguments, Resource, Stack } from '../stack';

/** The functions that event source mappings lead a queue to. */
export function readersOf(stack: Stack, queue: Resource): Resource[] {
  return stack
    .referring('aws_lambda_event_source_mapping', 'event_source_arn', queue)
    .flatMap(({ args }) => stack.referred(args.function_name) ?? []);
}

/** Where a queue sends what was received too often. */
export function deadLettersOf(
  stack: Stack,
  queue: Resource,
): { readonly queue: Resource; readonly maxReceives: number } | undefined {
  if (typeof queue.args.redrive_policy !== 'string') return undefined;
  const { deadLetterTargetArn, maxReceiveCount } = JSON.parse(queue.args.redrive_policy) as Arguments;
  const target = stack.referred(deadLetterTargetArn);
  return target && { queue: target, maxReceives: Number(maxReceiveCount) };
}
