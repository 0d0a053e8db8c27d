import { createHash } from 'node:crypto';
import { afterEach, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { VirtualClock } from '../clock/virtual-clock';
import type { TaskOutcome, TaskRequest } from '../integrations/integrations';
import { isObject, type JsonObject, type JsonValue } from '../json';
import { definitions } from '../testing/definitions';
import { START, TestEngine } from '../testing/engine';
import { MemoryJournal } from '../testing/memory-journal';
import { TestObjects } from '../testing/objects';

const engines: TestEngine[] = [];
afterEach(() => {
  for (const engine of engines.splice(0)) engine.service.close();
});

/** 0 ≤ n < 1, always the same for the same text. */
const chance = (text: string) => createHash('md5').update(text).digest().readUInt32BE() / 2 ** 32;

/** What is answered to a call, and when, unless the call is abandoned before. */
interface Answer {
  key: string;
  calledAt: number;
  at: number;
  abandonedAt: number;
  outcome: TaskOutcome | undefined;
}

/**
 * The world around an engine: what it answers to a call and which tokens come back, and when. It goes on whatever becomes of
 * the engine, and no two things of it happen at one moment.
 */
class World {
  private readonly answers: Answer[] = [];
  /** By the clock of each engine: one call takes one answer. */
  private readonly taken = new Map<object, Set<object>>();
  private readonly returns: { at: number; operation: string; input: JsonObject }[] = [];

  constructor(private readonly seed: number) {}

  /** The first engine, which makes the world. */
  readonly first = (request: TaskRequest, engine: TestEngine): Promise<TaskOutcome> => {
    const key = JSON.stringify({ ...request, signal: null });
    const now = engine.clock.now();
    const number = chance(`${key} ${now} ${this.seed} ${this.answers.length}`);
    const outcome =
      number < 0.6 ? { output: { number } } : number < 0.9 ? { error: 'Oops', cause: 'because' } : undefined;
    const at = outcome ? now + number * 30_000 : Number.POSITIVE_INFINITY;
    const answer = { key, calledAt: now, at, abandonedAt: Number.POSITIVE_INFINITY, outcome };
    this.answers.push(answer);
    request.signal.addEventListener('abort', () => {
      answer.abandonedAt = engine.clock.now();
    });
    const { taskToken } = request;
    if (taskToken !== undefined && number < 0.7) {
      const [operation, more] =
        number < 0.4 ? ['SendTaskSuccess', { output: '7' }] : ['SendTaskFailure', { error: 'Oops' }];
      this.returns.push({ at: now + number * 60_000, operation, input: { taskToken, ...more } });
      this.bringBack(engine, this.returns.slice(-1));
    }
    return this.later(request, engine);
  };

  /** An engine after it, which makes the call again for which the answer has not come yet. */
  readonly later = (request: TaskRequest, engine: TestEngine): Promise<TaskOutcome> => {
    const key = JSON.stringify({ ...request, signal: null });
    const now = engine.clock.now();
    const taken = this.taken.get(engine.clock) ?? new Set<object>();
    this.taken.set(engine.clock, taken);
    const answer = this.answers.find(
      (each) => each.key === key && each.calledAt <= now && each.at > now && each.abandonedAt > now && !taken.has(each),
    );
    if (answer) taken.add(answer);
    return new Promise((resolve) => {
      if (answer?.outcome) engine.clock.setTimeout(() => resolve(answer.outcome as TaskOutcome), answer.at - now);
    });
  };

  bringBack(engine: TestEngine, returns = this.returns): void {
    const now = engine.clock.now();
    for (const { at, operation, input } of returns) {
      // The task may have ended meanwhile.
      if (at >= now) engine.clock.setTimeout(() => void engine.handle(operation, input).catch(() => {}), at - now);
    }
  }
}

async function open(journal: MemoryJournal, at: number, seed: number, answer: World['first']): Promise<TestEngine> {
  const clock = new VirtualClock(at);
  const objects = new TestObjects(clock);
  const around = { clock, objects };
  let engine: TestEngine | undefined;
  // The first calls of an engine that goes on are made once it is there.
  const answered = (request: TaskRequest) => answer(request, engine ?? (around as TestEngine));
  engine = await TestEngine.open(journal, answered, around, seed);
  engines.push(engine);
  return engine;
}

const everything = async (engine: TestEngine, executionArn: string) => ({
  description: await engine.describe(executionArn),
  history: await engine.history(executionArn),
});

/**
 * Whether map runs can race: begun at the same moment, they take their steps in turns, of which a restart takes more than
 * none. On AWS, too, nobody knows which of them is first.
 */
function mapRunsRace(value: JsonValue, concurrent = false): boolean {
  if (Array.isArray(value)) return value.some((each) => mapRunsRace(each, concurrent));
  if (!isObject(value)) return false;
  const distributed = isObject(value.ItemProcessor) && value.ItemProcessor.ProcessorConfig !== undefined;
  if (distributed && concurrent) return true;
  const inside = concurrent || value.Type === 'Map' || value.Type === 'Parallel';
  return Object.values(value).some((each) => mapRunsRace(each, inside));
}

/** The time of the latest event. */
function timeOf(texts: string[]): number {
  const times = new MemoryJournal(texts).lines().flatMap((line) =>
    line.flatMap((record) => {
      if (record.type === 'event') return [record.event.at];
      return record.type === 'execution' ? (record.history ?? []).map(({ timestamp }) => timestamp) : [];
    }),
  );
  return Math.max(START, ...times);
}

test('whenever the process ends, the next one comes to the same history and output as if it had not', async () => {
  await fc.assert(
    fc.asyncProperty(definitions, fc.nat(1_000_000), fc.nat(), fc.nat(), async (definition, seed, first, second) => {
      const world = new World(seed);
      const journal = new MemoryJournal();
      const undisturbed = await open(journal, START, seed, world.first);
      const execution = await undisturbed.start(await undisturbed.create(definition));
      await undisturbed.run();
      const expected = await everything(undisturbed, execution);

      // The header, the state machine and the execution are there before anything happens.
      const begun = 4;
      let texts = journal.texts.slice(0, begun + (first % (journal.texts.length - begun + 1)));
      for (const replaces of [true, false]) {
        const next = new MemoryJournal(texts);
        const engine = await open(next, timeOf(texts), seed + 1, world.later);
        world.bringBack(engine);
        next.isLong = replaces;
        await engine.run();
        expect(engine.warnings).toEqual([]);
        const reached = await everything(engine, execution);
        if (mapRunsRace(definition)) {
          expect(reached.description.status).not.toBe('RUNNING');
          expect(reached.description.cause ?? '').not.toContain('engine cannot go on');
        } else expect(reached).toEqual(expected);
        expect(engine.clock.due()).toBeUndefined();
        // The second process begins with what the first has replaced, at any moment after it has.
        const kept = next.linesAtReplacement || begun;
        texts = next.texts.slice(0, kept + (second % (next.texts.length - kept + 1)));
      }
    }),
    { numRuns: Number(process.env.FUZZ_RUNS ?? 100) },
  );
}, 120_000);
