import { setTimeout as pause } from 'node:timers/promises';
import type { ItemOf } from '@blueprint/lambdas/task/processors';
import { TaskPublisher } from '@blueprint/lambdas/task/publisher';
import { TaskReader, type TaskView } from '@blueprint/lambdas/task/reader';
import { documentClient, type LocalRun, resourcePrefix } from './clients';
import { planDataSet } from './data-set';
import { Progress } from './progress';
import { table } from './table';
import type { WebhookReceiver } from './webhook-receiver';

type Label = ItemOf<'address-label'>;

/** One that the map inside an execution takes, and one that is too large for it. */
const tasks = [
  { what: 'task, map inline', items: 60, failing: 3 },
  { what: 'task, map distributed', items: 400, failing: 5 },
] as const;

const STATUSES = ['created', 'started', 'processing', 'finished_with_errors'];
/** A task that does not move for this long (ms) will not move any more. */
const patience = 60_000;

interface Ran {
  readonly view: TaskView;
  readonly reported: number;
  readonly told: readonly string[];
  readonly violations: readonly string[];
  readonly seconds: number;
}

/**
 * Runs two tasks: address labels of airports, of which some have no address. Each item must have its own outcome, each failure its
 * line in the report, and each status must reach the receiver of webhooks, signed.
 *
 * @returns whether every expectation held
 */
export async function runTasks(run: LocalRun, receiver: WebhookReceiver): Promise<boolean> {
  const rows: [string, string | number][] = [];
  const violations: string[] = [];
  for (const [index, task] of tasks.entries()) {
    const ran = await runTask(run, receiver, index, task);
    violations.push(...ran.violations);
    const { status, counts } = ran.view;
    rows.push(
      [task.what, status],
      ['  items succeeded', counts.succeeded],
      ['  items failed, each in the report', ran.reported],
      ['  webhooks received', ran.told.length],
      ['  time', `${ran.seconds.toFixed(1)} s`],
    );
  }
  if (receiver.refused > 0) violations.push(`${receiver.refused} webhooks had a signature that does not hold.`);
  rows.push(['expectations', violations.length === 0 ? 'all held' : `${violations.length} violated`]);
  console.log(`\n${table('task workflow', rows)}`);
  for (const violation of violations.slice(0, 20)) console.error(`  ${violation}`);
  return violations.length === 0;
}

async function runTask(
  run: LocalRun,
  receiver: WebhookReceiver,
  index: number,
  { what, items, failing }: (typeof tasks)[number],
): Promise<Ran> {
  const client = documentClient(run);
  const tableName = `${resourcePrefix(run.environment)}-tasks`;
  const { jobsDays } = run.environment.retention;
  const reader = new TaskReader(client, tableName);
  const started = Date.now();
  const task = await new TaskPublisher(client, { table: tableName, retentionDays: jobsDays }).publish({
    taskType: 'address-label',
    tenantCode: 'tenant1',
    items: labels(items, failing),
    context: { userId: 'npm-start', tenantCode: 'tenant1', requestId: `start-task-${index}` },
  });
  const view = await finished(run, what, items, () => reader.get(task));
  const seconds = (Date.now() - started) / 1000;
  const { entries } = await reader.failedItems(task);
  const told = await allTold(run, () => receiver.statusesOf(task.taskId));
  const expected: [string, unknown, unknown][] = [
    ['status', view.status, 'finished_with_errors'],
    ['succeeded', view.counts.succeeded, items - failing],
    ['failed', view.counts.failed, failing],
    ['items in the report', entries.map(({ item }) => item).join(), failingItems(items, failing).join()],
    ['statuses that webhooks told', [...told].sort().join(), [...STATUSES].sort().join()],
  ];
  const violations = expected.flatMap(([name, is, should]) =>
    is === should ? [] : [`${what}: ${name}: ${is}, and should be ${should}.`],
  );
  return { view, reported: entries.length, told, violations, seconds };
}

async function finished(
  { signal }: LocalRun,
  what: string,
  total: number,
  look: () => Promise<TaskView | undefined>,
): Promise<TaskView> {
  const progress = new Progress(what, total);
  let [done, movedAt] = [-1, Date.now()];
  for (;;) {
    await pause(250, undefined, { signal });
    const view = await look();
    const now = view ? view.counts.succeeded + view.counts.failed : 0;
    if (now > done) [done, movedAt] = [now, Date.now()];
    progress.update(now, total, 'items');
    if (view?.endedAt !== undefined) {
      progress.end(`${view.status}, ${view.counts.succeeded} of ${total} items succeeded`);
      return view;
    }
    if (Date.now() - movedAt > patience) {
      throw new Error(
        `The ${what} stands at ${now} of ${total} items and has not moved for a minute. Look at the executions of task-handler with ` +
          '"aws stepfunctions list-executions".',
      );
    }
  }
}

/** The last webhook is on its way when the task has ended; a lost one is given up after a while. */
async function allTold({ signal }: LocalRun, told: () => readonly string[]): Promise<readonly string[]> {
  for (const end = Date.now() + 30_000; told().length < STATUSES.length && Date.now() < end; ) {
    await pause(100, undefined, { signal });
  }
  return told();
}

/** Addresses of airports; every so often the city of one is left out. */
function labels(items: number, failing: number): Label[] {
  const without = new Set(failingItems(items, failing));
  const airports = planDataSet().flatMap(({ entityType, versions }) =>
    entityType === 'airport' ? [versions[0]?.attributes as Label] : [],
  );
  return airports.slice(0, items).map(({ iata, name, city, state, country }, index) => ({
    iata,
    name,
    city: without.has(index + 1) ? '' : city || name,
    state,
    country,
  }));
}

/** The numbers of the items that fail, counted from 1. */
function failingItems(items: number, failing: number): number[] {
  return Array.from({ length: failing }, (_, index) => Math.floor(((index + 1) * items) / (failing + 1)));
}
