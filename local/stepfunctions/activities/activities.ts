import type { Clock } from '../clock/clock';
import { awaitsToken } from '../interpreter/task-token';
import type { ActivityTasks, Run } from '../runtime/run';

/** An activity, as CreateActivity made it. */
export interface Activity {
  arn: string;
  name: string;
  /** Milliseconds since the epoch. */
  createdAt: number;
  tags: Map<string, string>;
}

/** What a worker gets. */
export interface ActivityTask {
  token: string;
  /** JSON text. */
  input: string;
}

interface Offered extends ActivityTask {
  run: Run;
  thread: number;
  task: number;
}

interface Poller {
  workerName: string | undefined;
  take(task: ActivityTask | undefined): void;
}

/** How long GetActivityTask waits for a task. @see https://docs.aws.amazon.com/step-functions/latest/apireference/API_GetActivityTask.html */
const POLL_MS = 60_000;

/** The activities of the account, and the tasks that wait for their workers, the oldest first. */
export class Activities implements ActivityTasks {
  private readonly activities = new Map<string, Activity>();
  private readonly waiting = new Map<string, Offered[]>();
  private readonly pollers = new Map<string, Poller[]>();

  constructor(private readonly clock: Clock) {}

  find(arn: string): Activity | undefined {
    return this.activities.get(arn);
  }

  exists(arn: string): boolean {
    return this.activities.has(arn);
  }

  put(activity: Activity): void {
    this.activities.set(activity.arn, activity);
  }

  /** Tasks that have been fetched go on; those that wait are never fetched. */
  delete(arn: string): void {
    this.activities.delete(arn);
    this.waiting.delete(arn);
  }

  all(): Activity[] {
    return [...this.activities.values()];
  }

  offer(run: Run, { activityArn, thread, task, token, input }: Parameters<ActivityTasks['offer']>[1]): void {
    if (!this.activities.has(activityArn)) {
      run.notify({ type: 'activityMissing', thread, task });
      return;
    }
    append(this.waiting, activityArn, { run, thread, task, token, input });
    this.match(activityArn);
  }

  /**
   * The next task for a worker; undefined when none has come in a minute.
   *
   * @param signal aborted when the worker has gone away: a task that it were given would be lost.
   */
  poll(activityArn: string, workerName: string | undefined, signal?: AbortSignal): Promise<ActivityTask | undefined> {
    if (signal?.aborted) return Promise.resolve(undefined);
    return new Promise((resolve) => {
      const leave = () => {
        const others = (this.pollers.get(activityArn) ?? []).filter((other) => other !== poller);
        this.pollers.set(activityArn, others);
        poller.take(undefined);
      };
      const timer = this.clock.setTimeout(leave, POLL_MS);
      signal?.addEventListener('abort', leave);
      const poller: Poller = {
        workerName,
        take: (task) => {
          this.clock.clearTimeout(timer);
          signal?.removeEventListener('abort', leave);
          resolve(task);
        },
      };
      append(this.pollers, activityArn, poller);
      this.match(activityArn);
    });
  }

  /** Lets go of all who wait. */
  close(): void {
    for (const pollers of this.pollers.values()) for (const poller of pollers) poller.take(undefined);
    this.pollers.clear();
  }

  private match(activityArn: string): void {
    const pollers = this.pollers.get(activityArn) ?? [];
    const waiting = this.waiting.get(activityArn) ?? [];
    while (pollers.length > 0 && waiting.length > 0) {
      const { run, thread, task, token, input } = waiting.shift() as Offered;
      // The execution may have ended, or its Task timed out, while nobody fetched it.
      if (!awaitsToken(run.execution, token, { executionArn: run.execution.arn, thread, task })) continue;
      const { workerName, take } = pollers.shift() as Poller;
      run.notify({ type: 'activityStarted', thread, task, ...(workerName === undefined ? {} : { workerName }) });
      take({ token, input });
    }
  }
}

function append<Item>(lists: Map<string, Item[]>, key: string, item: Item): void {
  const list = lists.get(key);
  if (list) list.push(item);
  else lists.set(key, [item]);
}
