import { type ExecutionStatus, paginateListExecutions, type SFNClient } from '@aws-sdk/client-sfn';

/** Executions of a machine by status, for the statuses that occur. */
export async function countExecutions(
  client: SFNClient,
  stateMachineArn: string,
): Promise<Map<ExecutionStatus, number>> {
  const counts = new Map<ExecutionStatus, number>();
  for await (const { executions } of paginateListExecutions({ client, pageSize: 1000 }, { stateMachineArn })) {
    for (const { status } of executions ?? []) {
      if (status) counts.set(status, (counts.get(status) ?? 0) + 1);
    }
  }
  return counts;
}
