import type { AwsClient } from '../aws/client';
import { AwsError } from '../aws/error';
import type { RoleSession, Sessions } from '../identity/sessions';
import { machineOfExecution, TaskRefusal, type TaskRequest } from '../stepfunctions';

export interface ActingRoleParts {
  client: Pick<AwsClient, 'query'>;
  sessions: Pick<Sessions, 'assume'>;
}

/** The session name that denials show; AWS takes a random one per execution. */
const SESSION_NAME = 'states';

const notAssumed = (by: string, roleArn: string) =>
  new TaskRefusal('States.TaskFailed', `The role ${by} is not authorized to assume the task state's role, ${roleArn}.`);

/**
 * The session that a Task's call is made with. The role of the state's Credentials is assumed by the state machine's role,
 * whose policy and that role's trust decide; the state machine's ARN is the external id.
 *
 * @throws TaskRefusal when that does not let it
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/concepts-access-cross-acct-resources.html
 */
export async function actingSession(
  { roleArn, assumedBy, executionArn }: Pick<TaskRequest, 'roleArn' | 'assumedBy' | 'executionArn'>,
  { client, sessions }: ActingRoleParts,
): Promise<RoleSession> {
  if (assumedBy !== undefined) {
    const { credentials } = await sessions.assume(assumedBy, SESSION_NAME);
    const parameters = {
      RoleArn: roleArn,
      RoleSessionName: SESSION_NAME,
      ExternalId: machineOfExecution(executionArn),
    };
    try {
      await client.query('sts', 'AssumeRole', parameters, credentials);
    } catch (error) {
      if (error instanceof AwsError) throw notAssumed(assumedBy, roleArn);
      throw error;
    }
  }
  return sessions.assume(roleArn, SESSION_NAME);
}
