import { checkStateMachineArn } from './arn';
import { ARN, Fields } from './fields';
import type { Operation } from './service-context';

/** The list is always empty: nothing publishes versions. Terraform reads it for every state machine. */
export const listStateMachineVersions: Operation = ({ stateMachines }, input) => {
  const fields = new Fields(input, ['stateMachineArn', 'maxResults', 'nextToken']);
  stateMachines.get(checkStateMachineArn(fields.text('stateMachineArn', ARN)));
  return { stateMachineVersions: [] };
};
