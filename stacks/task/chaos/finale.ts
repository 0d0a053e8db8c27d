import { executionName } from '@blueprint/lambdas/task/keys';
import { number, text } from '@blueprint/test/chaos/aws/item';
import { canonical } from '@blueprint/test/chaos/invariants/target-rows';
import { must } from '@blueprint/test/chaos/invariants/violation';
import { tenantCode } from './schedule';
import { countsOf, rankOf } from './task-rows';
import type { TaskWorld } from './world';

const ended = ['FAILED', 'TIMED_OUT', 'ABORTED'];
/** How long a message may be under way, in ms. */
const latestDelivery = 30 * 60_000;
/** Rounds of redriving after which an execution that still fails counts as lost. */
const rounds = 4;

/** Nothing goes wrong any more: what was accepted must now come to its end, by people who put back and redrive. */
export async function finale(world: TaskWorld): Promise<void> {
  world.faults.stop();
  world.note('=== no more faults');
  await world.run(world.clock.now() + latestDelivery);
  await world.rest();
  if (world.events.discarded === 0) endsAreRecorded(world);
  await putBack(world);
  endsAreRecorded(world);
  for (let round = 0; round < rounds && failedOf(world).length > 0; round++) {
    for (let nth = failedOf(world).length - 1; nth >= 0; nth--) await world.redrive(nth);
    await world.rest();
  }
  everyTaskIsSettled(world);
  everyStatusIsTold(world);
  await redelivered(world);
}

const failedOf = (world: TaskWorld) => [...world.executions.values()].filter(({ status }) => ended.includes(status));
const tasksOf = (world: TaskWorld) => world.rows.all().filter(({ row }) => text(row, 'taskType') !== undefined);

/** What lies in failure queues is delivered again once the cause is mended. */
async function putBack(world: TaskWorld): Promise<void> {
  if (world.stream.discarded > 0) await world.resting(world.stream.replay());
  world.actions.redriveDead();
  await world.rest();
  if (world.events.discarded > 0) await world.resting(world.events.replay());
}

/** A timeout, a failure or a stop reaches the task, also when nothing but its event tells. */
function endsAreRecorded(world: TaskWorld): void {
  for (const { name, status } of world.own()) {
    const task = tasksOf(world).find(({ taskId }) => executionName({ tenantCode, taskId }) === name);
    if (!ended.includes(status) || !task) continue;
    const recorded = text(task.row, 'status');
    must(
      rankOf(recorded) >= rankOf('failed'),
      () => `the execution of ${task.taskId} is ${status}, and the task says ${recorded}`,
    );
  }
}

function everyTaskIsSettled(world: TaskWorld): void {
  for (const task of tasksOf(world)) {
    const own = world.own().filter(({ name }) => name === executionName({ tenantCode, taskId: task.taskId }));
    must(own.length === 1, () => `${task.taskId} has ${own.length} executions`);
    must(
      own[0]?.status === 'SUCCEEDED',
      () => `the execution of ${task.taskId} is ${own[0]?.status}: ${own[0]?.cause}`,
    );
    const { succeeded, failed, timedOut } = countsOf(task);
    const total = number(task.row, 'itemCount');
    must(succeeded + failed === total, () => `${task.taskId} has ${succeeded + failed} of ${total} outcomes`);
    const expected = timedOut > 0 ? 'timed_out' : failed > 0 ? 'finished_with_errors' : 'finished';
    const status = text(task.row, 'status');
    must(status === expected, () => `${task.taskId} is ${status}, and its outcomes say ${expected}`);
    must(text(task.row, 'endedAt') !== undefined, () => `${task.taskId} has no end`);
    must(task.row?.failure === undefined, () => `${task.taskId} is settled and shows a failure still`);
    const recorded = [number(task.row, 'succeeded'), number(task.row, 'failed')];
    must(
      `${recorded}` === `${[succeeded, failed]}`,
      () => `${task.taskId} says ${recorded} of ${succeeded}, ${failed}`,
    );
  }
}

/** The receiver hears of each status, under one delivery id. */
function everyStatusIsTold(world: TaskWorld): void {
  for (const { taskId, statuses } of tasksOf(world)) {
    for (const status of statuses) {
      const ids = world.notifications
        .map(({ MessageBody }) => JSON.parse(MessageBody) as { deliveryId: string; body: string })
        .filter(({ body }) => told(body, taskId, status))
        .map(({ deliveryId }) => deliveryId);
      must(new Set(ids).size === 1, () => `${new Set(ids).size} deliveries tell that ${taskId} is ${status}`);
    }
  }
}

function told(body: string, taskId: string, status: string): boolean {
  const event = JSON.parse(body) as { taskId: string; status: string };
  return event.taskId === taskId && event.status === status;
}

/** Records, messages and events, delivered once more, are acknowledged and change nothing. */
async function redelivered(world: TaskWorld): Promise<void> {
  const before = contents(world);
  const executions = world.executions.size;
  for (const answer of [await world.resting(world.stream.replay()), await world.resting(world.actions.replay())]) {
    must(
      JSON.stringify(answer) === '{"result":{"batchItemFailures":[]}}',
      () => `delivered again: ${JSON.stringify(answer)}`,
    );
  }
  await world.resting(world.events.replay());
  must(world.executions.size === executions, () => 'a message delivered again has started an execution');
  must(contents(world) === before, () => 'records, messages and events delivered again have changed a row');
}

const contents = (world: TaskWorld): string => canonical(world.dynamodb.all('tasks'));
