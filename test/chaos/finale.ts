import { number, text } from './aws/item';
import { roles } from './aws/tables';
import { stuckAfterSeconds } from './deployment';
import {
  describe,
  failedHaveEnded,
  nobodyIsRunning,
  nobodyWaitsForEver,
  noLostWakeUp,
  nothingIsLost,
  nothingIsStuckInSilence,
  openCommands,
} from './invariants/at-rest';
import { checkTables } from './invariants/at-the-end';
import { oneExecutionPerAttempt } from './invariants/executions';
import { failuresHaveReasons } from './invariants/failures';
import { canonical } from './invariants/target-rows';
import { must } from './invariants/violation';
import type { TableStream } from './world/stream';
import type { World } from './world/world';

/** Rounds of reconciling and repairing after which a command that is still open counts as lost. */
const rounds = 8;

/** Nothing goes wrong any more: what has been accepted must now be settled, by the reconciler and by people who repair. */
export async function finale(world: World): Promise<void> {
  world.faults.stop();
  world.note('=== no more faults');
  await world.rest();
  nobodyWaitsForEver(world);
  noLostWakeUp(world);
  nothingIsLost(world);
  failedHaveEnded(world);
  failuresHaveReasons(world);
  world.boundary.poisoned.clear();
  for (let round = 0; round < rounds && openCommands(world).length > 0; round++) {
    await reconciled(world);
    failedHaveEnded(world);
    nothingIsStuckInSilence(world);
    await repaired(world, round);
  }
  const left = openCommands(world);
  must(left.length === 0, () => `never settled: ${left.map(describe).join('; ')}`);
  if (world.commands.all().some(({ item }) => item.open)) await reconciled(world);
  nobodyIsRunning(world);
  checkTables(world);
  oneExecutionPerAttempt(world.commands, [...world.executions.values()]);
  await redelivered(world, [world.stream]);
  world.metrics.mustHoldNoToken();
}

async function reconciled(world: World): Promise<void> {
  await world.run(world.clock.now() + (stuckAfterSeconds + 5) * 1000);
  const answer = await world.resting(world.reconcile());
  must('result' in answer, () => `the reconciler failed without a fault: ${JSON.stringify(answer)}`);
}

/** People redrive what failed, or give it up: what would fail again, and now and then something else. */
async function repaired(world: World, round: number): Promise<void> {
  for (const command of world.operators.failed()) {
    const isHopeless = /ValidationFailed|UnknownEntityType/.test(text(command.item.failure?.M, 'error') ?? '');
    const isGivenUp = isHopeless || (round === 0 && (world.schedule.seed + command.version) % 3 === 0);
    await world.resting(isGivenUp ? world.operators.skip(command) : world.operators.redrive(command));
  }
}

/** I3: all records of streams and all events, delivered once more, are acknowledged and change nothing. */
export async function redelivered(world: World, streams: readonly TableStream[]): Promise<void> {
  const before = contents(world);
  for (const stream of streams) {
    const answer = await world.resting(stream.replay());
    must(
      JSON.stringify(answer) === '{"result":{"batchItemFailures":[]}}',
      () => `records delivered again: ${JSON.stringify(answer)}`,
    );
  }
  await world.resting(world.events.replay());
  must(contents(world) === before, () => 'records and events delivered again have changed a table');
}

/** All tables but what TTL may remove at any moment. */
function contents(world: World): string {
  const horizon = world.clock.now() / 1000 + 3600;
  const rows = roles.map((role) =>
    world.dynamodb.all(role).filter((item) => (number(item, 'ttl') ?? horizon) >= horizon),
  );
  return canonical(rows);
}
