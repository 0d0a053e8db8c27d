import { machineOfToken } from '../stepfunctions';

/**
 * What the permission for SendTaskSuccess, SendTaskFailure and SendTaskHeartbeat is asked for: the activity whose worker
 * fetched the task token, else the state machine whose execution gave it out.
 */
export class TaskTokens {
  readonly #activities = new Map<string, string>();

  noteActivity(taskToken: string, activityArn: string): void {
    this.#activities.set(taskToken, activityArn);
  }

  /** Undefined for what is no token. */
  resourceOf(taskToken: string): string | undefined {
    return this.#activities.get(taskToken) ?? machineOfToken(taskToken);
  }
}
