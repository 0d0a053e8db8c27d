import { setTimeout as pause } from 'node:timers/promises';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { parse } from 'csv-parse/sync';
import type { Load, Loaded, LoadRun } from '../platform/load';
import { makeSigningKey } from './load/signing-key';
import { WebhookReceiver } from './load/webhook-receiver';
import type { ItemOf } from './processors';
import { TaskPublisher } from './publisher';
import { TaskReader, type TaskView } from './reader';

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
 * Two tasks: address labels of airports, of which some have no address. Each item must have its own outcome, each failure its line in
 * the report, and each status must reach the receiver of webhooks, signed.
 */
export const load: Load = {
  async prepare(run) {
    const receiver = await WebhookReceiver.listen(webhookUrl(run), await makeSigningKey(run));
    return { send: () => runTasks(run, receiver), end: () => receiver.close() };
  },
};

function webhookUrl({ environment }: LoadRun): string {
  const [url] = environment.notifications.webhooks;
  if (url !== undefined) return url;
  throw new Error(`env/${environment.name}.ts names no webhook (notifications.webhooks): npm start listens on it.`);
}

async function runTasks(run: LoadRun, receiver: WebhookReceiver): Promise<Loaded> {
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
  return { title: 'task workflow', rows, violations };
}

async function runTask(
  run: LoadRun,
  receiver: WebhookReceiver,
  index: number,
  { what, items, failing }: (typeof tasks)[number],
): Promise<Ran> {
  const client = DynamoDBDocumentClient.from(new DynamoDBClient(run.aws), {
    marshallOptions: { removeUndefinedValues: true },
  });
  const tableName = run.resourceName('tasks');
  const { jobsDays } = run.environment.retention;
  const reader = new TaskReader(client, tableName);
  const started = Date.now();
  const task = await new TaskPublisher(client, { table: tableName, retentionDays: jobsDays }).publish({
    taskType: 'address-label',
    tenantCode: 'tenant1',
    items: labels(run, items, failing),
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
  { signal, progress: show }: LoadRun,
  what: string,
  total: number,
  look: () => Promise<TaskView | undefined>,
): Promise<TaskView> {
  const progress = show(what, total);
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
async function allTold({ signal }: LoadRun, told: () => readonly string[]): Promise<readonly string[]> {
  for (const end = Date.now() + 30_000; told().length < STATUSES.length && Date.now() < end; ) {
    await pause(100, undefined, { signal });
  }
  return told();
}

/** Addresses of airports; every so often the city of one is left out. */
function labels(run: LoadRun, items: number, failing: number): Label[] {
  const without = new Set(failingItems(items, failing));
  const airports: Label[] = parse(run.dataSet('airports.csv'), { columns: true, to: items });
  return airports.map(({ iata, name, city, state, country }, index) => ({
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
