import { text } from '../aws/item';
import { waitSeconds } from '../deployment';
import type { World } from '../world/world';
import { type Command, isSettled, named } from './command-rows';
import { isByHand } from './executions';
import { must } from './violation';

/** The commands that are not settled. */
export const openCommands = (world: World): Command[] => world.commands.all().filter(({ item }) => !isSettled(item));

/** I4: who waits for a predecessor that a run settled without failing has been woken, without the reconciler's help. */
export function noLostWakeUp(world: World): void {
  for (const command of openCommands(world)) {
    const previous = predecessor(world, command);
    const waiter = previous?.item.waiter?.M;
    const waiting = waiter && world.executions.get(text(waiter, 'executionArn') ?? '');
    if (!previous || !waiting || waiting.status !== 'RUNNING' || !isSettled(previous.item)) continue;
    const commandId = text(previous.item, 'commandId') ?? '';
    const settledBy = [...world.executions.values()].find(
      ({ input, status }) => status === 'SUCCEEDED' && input?.includes(`"${commandId}"`),
    );
    must(settledBy === undefined, () => `${named(command)} was not woken`);
  }
}

/** I2: what the trigger has acknowledged was started. */
export function nothingIsLost(world: World): void {
  const started = [...world.executions.values()].map(({ input }) => input ?? '');
  for (const { dynamodb } of world.stream.acknowledged) {
    const commandId = text(dynamodb.NewImage, 'commandId');
    if (commandId === undefined) continue;
    const isStarted = started.some((input) => input.includes(`"${commandId}"`));
    must(isStarted, () => `${commandId} was acknowledged by the trigger and never started`);
  }
}

/** A row says `failed` only when its run has ended: otherwise nobody could repair it. */
export function failedHaveEnded(world: World): void {
  const running = [...world.executions.values()].filter(({ status }) => status === 'RUNNING');
  for (const command of world.operators.failed()) {
    const commandId = text(command.item, 'commandId');
    const run = running.find(({ name, input }) => !isByHand(name) && input?.includes(`"${commandId}"`));
    must(run === undefined, () => `${named(command)} says failed, and its execution ${run?.name} is running`);
  }
}

/** I2: what is open has failed or waits for what is open, unless it is reported; and all that is open is counted. */
export function nothingIsStuckInSilence(world: World): void {
  const reported = world.metrics.value('StuckCommands') ?? 0;
  const open = openCommands(world);
  must(
    open.length <= reported,
    () => `${reported} stuck commands are reported, and open are ${open.map(describe).join('; ')}`,
  );
}

/** Everything is settled, so nobody may be waiting or working any more. */
export function nobodyIsRunning(world: World): void {
  const running = [...world.executions.values()].filter(({ status }) => status === 'RUNNING');
  must(running.length === 0, () => `everything is settled, and still running are ${running.map(({ name }) => name)}`);
}

/** Every wait ends with the redrive window. */
export function nobodyWaitsForEver(world: World): void {
  const earliest = world.clock.now() - (waitSeconds + 3600) * 1000;
  const forgotten = [...world.executions.values()].find(
    ({ status, startDate, redriveDate }) => status === 'RUNNING' && (redriveDate ?? startDate) < earliest,
  );
  must(forgotten === undefined, () => `${forgotten?.name} has waited longer than anything can be repaired`);
}

/** What a person would say of a command that is not settled. */
export function describe(command: Command): string {
  const { item } = command;
  const failure = text(item.failure?.M, 'error');
  return `${named(command)} is ${text(item, 'status')}${failure ? ` (${failure})` : ''}, attempt ${item.attempt?.N ?? 1}`;
}

function predecessor(world: World, { pk, sk, version }: Command): Command | undefined {
  return world.commands.of(pk, sk)[version - 2];
}
