import type { TaskState } from '../definition/machine';
import { type EventDetails, WHOLE } from '../history/history-event';
import type { ScheduledTask } from './execution';

/** What the history calls the events of each kind of task. */
const FAMILIES = { service: 'Task', function: 'LambdaFunction', activity: 'Activity' } as const;

type Moment = 'Scheduled' | 'Started' | 'Submitted' | 'Succeeded' | 'Failed' | 'TimedOut';

export function taskEvent({ resource }: TaskState, moment: Moment): string {
  return `${FAMILIES[resource.kind]}${moment}`;
}

/** What the events of a service task name, and those of other tasks do not. */
export function named({ resource }: TaskState): EventDetails {
  return resource.kind === 'service' ? { resource: resource.action, resourceType: resource.resourceType } : {};
}

/** @param parameters JSON text of the task's input */
export function scheduledDetails(
  state: TaskState,
  region: string,
  parameters: string,
  { timeoutSeconds, heartbeatSeconds, roleArn }: Pick<ScheduledTask, 'timeoutSeconds' | 'heartbeatSeconds' | 'roleArn'>,
): EventDetails {
  const details: EventDetails =
    state.resource.kind === 'service'
      ? { ...named(state), region, parameters }
      : { resource: state.arn, input: parameters, inputDetails: WHOLE };
  if (timeoutSeconds !== undefined) details.timeoutInSeconds = timeoutSeconds;
  if (heartbeatSeconds !== undefined && state.resource.kind !== 'function')
    details.heartbeatInSeconds = heartbeatSeconds;
  if (roleArn !== undefined) details.taskCredentials = { roleArn };
  return details;
}

/** Of a task that has started. @param workerName of an activity's worker, if it has given one */
export function startedDetails(state: TaskState, workerName?: string): EventDetails | undefined {
  if (state.resource.kind === 'service') return named(state);
  if (state.resource.kind === 'function') return undefined;
  return workerName === undefined ? {} : { workerName };
}
