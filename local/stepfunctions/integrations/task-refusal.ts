import type { TaskOutcome } from './integrations';

/** Thrown where a Task has to fail in another way than by an error of the service, or a missing permission for what it calls. */
export class TaskRefusal extends Error {
  override readonly name = 'TaskRefusal';

  constructor(
    readonly error: string,
    cause: string,
  ) {
    super(cause);
  }

  get outcome(): TaskOutcome {
    return { error: this.error, cause: this.message };
  }
}
