import type { AnyState, Workflow } from '../../definition/workflow';
import { lint } from '../lint';

/** What a Task has besides its call, so that no rule finds fault with it. */
export const fields = {
  Type: 'Task',
  TimeoutSeconds: 10,
  Retry: [{ ErrorEquals: ['States.TaskFailed'] }],
  End: true,
} as const;

/** A workflow of one state, which the compiler need not accept. */
export const alone = (state: unknown, name = 's'): Workflow => ({
  StartAt: name,
  States: { [name]: state as AnyState },
});

export const messages = (workflow: Workflow): readonly string[] => lint(workflow).map(({ message }) => message);
