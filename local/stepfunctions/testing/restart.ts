import { VirtualClock } from '../clock/virtual-clock';
import { type Answer, TestEngine } from './engine';
import { MemoryJournal } from './memory-journal';

const engines: TestEngine[] = [];

/** Closes every engine that was opened here: for `afterEach`. */
export function closeEngines(): void {
  for (const engine of engines.splice(0)) engine.service.close();
}

export const never: Answer = () => new Promise(() => {});

/**
 * An engine that goes on where the last one on this journal has ended.
 *
 * @param before whose time and objects it finds
 * @param later milliseconds until it begins
 */
export async function open(
  journal: MemoryJournal,
  answer?: Answer,
  before?: TestEngine,
  later = 0,
): Promise<TestEngine> {
  const around = before && { clock: new VirtualClock(before.clock.now() + later), objects: before.objects };
  const engine = await TestEngine.open(journal, answer, around);
  engines.push(engine);
  return engine;
}

/** What the next process finds when the engine's is ended as it is. @param later milliseconds until it begins. */
export async function restarted(
  engine: TestEngine,
  journal: MemoryJournal,
  answer?: Answer,
  later = 0,
): Promise<TestEngine> {
  await engine.settle();
  const again = await open(new MemoryJournal([...journal.texts]), answer, engine, later);
  await again.settle();
  return again;
}
