/**
 * What the permission for SendTaskSuccess, SendTaskFailure and SendTaskHeartbeat is asked for: the state machine whose
 * execution gave out the task token, or the activity whose worker fetched it.
 */
export class TaskTokens {
  readonly #resources = new Map<string, string>();

  note(taskToken: string, executionArn: string): void {
    this.#resources.set(taskToken, machineOfExecution(executionArn));
  }

  noteActivity(taskToken: string, activityArn: string): void {
    this.#resources.set(taskToken, activityArn);
  }

  resourceOf(taskToken: string): string | undefined {
    return this.#resources.get(taskToken);
  }
}

/** `arn:…:stateMachine:<machine>` of `arn:…:execution:<machine>:<name>`, or of a child's `…:<machine>/<label>:<name>`. */
export function machineOfExecution(executionArn: string): string {
  const parts = executionArn.split(':');
  return [...parts.slice(0, 5), 'stateMachine', parts[6]?.split('/')[0]].join(':');
}
