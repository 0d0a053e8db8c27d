import { TASK_STATUSES } from '@blueprint/lambdas/task/statuses';
import type { RowChange } from '@blueprint/test/chaos/aws/dynamodb';
import { type Item, number, plain, text } from '@blueprint/test/chaos/aws/item';
import { must } from '@blueprint/test/chaos/invariants/violation';
import type { ItemKind } from './schedule';

/** What is known of one task, from every change of its rows. */
export interface TaskHistory {
  taskId: string;
  /** The newest task row; undefined until the task is there. */
  row: Item | undefined;
  progress: Item | undefined;
  items: Map<number, Item>;
  outcomes: Map<number, Item>;
  /** Every status it ever had, in order. */
  statuses: string[];
}

/** Errors that no item can have by itself. */
const disturbances =
  /^(TaskTimedOut|States\.|Lambda\.|Sandbox\.|Runtime\.|Throttling|InternalServerError|ProgressContended|TableThrottled|TimeoutError|Error$)/;

/** Of no status at all: -1. */
export const rankOf = (status: string | undefined): number =>
  (TASK_STATUSES as readonly string[]).indexOf(status ?? '');

/** I6, at every change of a row: items are recorded once, counts are exact, and a status never goes backwards. */
export class TaskRows {
  private readonly tasks = new Map<string, TaskHistory>();

  all(): TaskHistory[] {
    return [...this.tasks.values()];
  }

  onChange({ before, after }: RowChange): void {
    if (after === undefined) return;
    const [pk = '', sk = ''] = [text(after, 'pk'), text(after, 'sk')];
    if (sk.startsWith('TASK#')) this.onTask(this.of(sk.slice(5)), before, after);
    const taskId = pk.split('#TASK#')[1];
    if (taskId === undefined) return;
    const task = this.of(taskId);
    if (sk === 'PROGRESS') onProgress(task, before, after);
    if (sk.startsWith('ITEM#')) onItem(task, Number(sk.slice(5)), after);
    if (sk.startsWith('OUTCOME#')) onOutcome(task, Number(sk.slice(8)), before, after);
  }

  private of(taskId: string): TaskHistory {
    const known = this.tasks.get(taskId);
    if (known) return known;
    const task = { taskId, row: undefined, progress: undefined, items: new Map(), outcomes: new Map(), statuses: [] };
    this.tasks.set(taskId, task);
    return task;
  }

  private onTask(task: TaskHistory, before: Item | undefined, after: Item): void {
    const [was, is] = [text(before, 'status'), text(after, 'status')];
    task.row = after;
    if (was === is || is === undefined) return;
    must(rankOf(is) > rankOf(was), () => `${task.taskId} went from ${was} back to ${is}`);
    task.statuses.push(is);
    if (before === undefined) {
      const isWhole = task.items.size >= (number(after, 'itemCount') ?? 0) && task.progress !== undefined;
      must(isWhole, () => `${task.taskId} was started before all its items were there`);
    }
    if (is.startsWith('finished')) settledByCounts(task);
  }
}

function onItem(task: TaskHistory, item: number, after: Item): void {
  const known = task.items.get(item);
  task.items.set(item, after);
  const isSame = known === undefined || JSON.stringify(known.content) === JSON.stringify(after.content);
  must(isSame, () => `item ${item} of ${task.taskId} was changed`);
}

function onOutcome(task: TaskHistory, item: number, before: Item | undefined, after: Item): void {
  must(before === undefined, () => `item ${item} of ${task.taskId} was recorded twice`);
  task.outcomes.set(item, after);
  const isRunning = rankOf(text(task.row, 'status')) >= rankOf('processing');
  must(isRunning, () => `item ${item} of ${task.taskId} was recorded while the task was ${text(task.row, 'status')}`);
  fitsItem(task, item, after);
}

/** The outcome is that of this item: a good one succeeds with its own result or is disturbed, a bad one fails. */
function fitsItem(task: TaskHistory, item: number, outcome: Item): void {
  const content = plain(task.items.get(item)?.content) as Record<string, unknown>;
  const isGood = kindOf(content) === 'good';
  const [status, error = ''] = [text(outcome, 'status'), text(outcome, 'error')];
  const says = () => `item ${item} of ${task.taskId} (${JSON.stringify(content)}) is ${JSON.stringify(outcome)}`;
  if (status === 'succeeded') {
    must(isGood, says);
    const expected = 'order' in content ? { total: content.billed } : String(content.name);
    const result = plain(outcome.result) as { lines?: string[] };
    must(JSON.stringify('order' in content ? result : result.lines?.[0]) === JSON.stringify(expected), says);
  } else {
    must(disturbances.test(error) || (!isGood && ['AddressIncomplete', 'PriceMismatch'].includes(error)), says);
  }
}

/** The items of a world: an order is billed right at 100, and a label needs a city. */
export function kindOf(content: Record<string, unknown>): ItemKind {
  return content.billed === 100 || (content.city !== '' && content.billed === undefined) ? 'good' : 'bad';
}

function onProgress(task: TaskHistory, before: Item | undefined, after: Item): void {
  task.progress = after;
  const isSame = before === undefined || text(before, 'digest') === text(after, 'digest');
  must(isSame, () => `${task.taskId} got other content`);
  const counted = countsOf(task);
  const recorded = ['succeeded', 'failed', 'timedOut'].map((name) => number(after, name));
  must(
    JSON.stringify(recorded) === JSON.stringify([counted.succeeded, counted.failed, counted.timedOut]),
    () => `${task.taskId} has outcomes ${JSON.stringify(counted)}, and counts ${recorded}`,
  );
}

export function countsOf({ outcomes }: TaskHistory) {
  const all = [...outcomes.values()];
  const failed = all.filter((outcome) => text(outcome, 'status') === 'failed');
  const timedOut = failed.filter((outcome) => text(outcome, 'error') === 'TaskTimedOut');
  return { succeeded: all.length - failed.length, failed: failed.length, timedOut: timedOut.length };
}

function settledByCounts(task: TaskHistory): void {
  const { succeeded, failed } = countsOf(task);
  const total = number(task.row, 'itemCount');
  const status = text(task.row, 'status');
  must(
    succeeded + failed === total,
    () => `${task.taskId} is ${status} with ${succeeded + failed} of ${total} outcomes`,
  );
  must((status === 'finished') === (failed === 0), () => `${task.taskId} is ${status} with ${failed} failed items`);
}
