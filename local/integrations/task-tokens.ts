/**
 * Which state machine each task token was given out by: the permission for SendTaskSuccess, SendTaskFailure and
 * SendTaskHeartbeat is asked for on that machine.
 */
export class TaskTokens {
  readonly #machines = new Map<string, string>();

  note(taskToken: string, executionArn: string): void {
    this.#machines.set(taskToken, machineOfExecution(executionArn));
  }

  machineOf(taskToken: string): string | undefined {
    return this.#machines.get(taskToken);
  }
}

/** `arn:…:stateMachine:<machine>` of `arn:…:execution:<machine>:<name>`, or of a child's `…:<machine>/<label>:<name>`. */
export function machineOfExecution(executionArn: string): string {
  const parts = executionArn.split(':');
  return [...parts.slice(0, 5), 'stateMachine', parts[6]?.split('/')[0]].join(':');
}
