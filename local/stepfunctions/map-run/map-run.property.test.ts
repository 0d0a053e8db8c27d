import { afterEach, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { TaskOutcome, TaskRequest } from '../integrations/integrations';
import { seeded, TestEngine } from '../testing/engine';
import type { Counts } from './counts';

interface Scenario {
  items: number;
  batch: number;
  maxConcurrency: number;
  express: boolean;
  writes: boolean;
  tolerated: number;
  percentage: number | undefined;
  /** Of a child's chances to fail, and to answer late, in percent. */
  failing: number;
  late: number;
  /** When it is stopped, and when the tolerance is changed, in seconds. */
  stopAfter: number | undefined;
  updateAfter: number | undefined;
  redrives: number;
  seed: number;
}

const scenarios: fc.Arbitrary<Scenario> = fc.record({
  items: fc.nat(12),
  batch: fc.nat(3),
  maxConcurrency: fc.nat(4),
  express: fc.boolean(),
  writes: fc.boolean(),
  tolerated: fc.nat(3),
  percentage: fc.option(fc.nat(100), { nil: undefined }),
  failing: fc.constantFrom(0, 10, 50),
  late: fc.constantFrom(0, 30, 100),
  stopAfter: fc.option(fc.nat(40), { nil: undefined }),
  updateAfter: fc.option(fc.nat(20), { nil: undefined }),
  redrives: fc.nat(3),
  seed: fc.nat(1_000_000),
});

function definitionOf(scenario: Scenario) {
  const { items, batch, maxConcurrency, express, writes, tolerated, percentage } = scenario;
  const task = { Type: 'Task', Resource: 'arn:aws:states:::lambda:invoke', TimeoutSeconds: 30, End: true };
  return {
    StartAt: 'each',
    States: {
      each: {
        Type: 'Map',
        Label: 'rows',
        Items: Array.from({ length: items }, (_, item) => item),
        ItemProcessor: {
          StartAt: 't',
          States: { t: task },
          ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: express ? 'EXPRESS' : 'STANDARD' },
        },
        MaxConcurrency: maxConcurrency,
        ToleratedFailureCount: tolerated,
        ...(percentage === undefined ? {} : { ToleratedFailurePercentage: percentage }),
        ...(batch > 0 ? { ItemBatcher: { MaxItemsPerBatch: batch } } : {}),
        ...(writes
          ? {
              ResultWriter: {
                Resource: 'arn:aws:states:::s3:putObject',
                Arguments: { Bucket: 'bucket', Prefix: 'out' },
                WriterConfig: { Transformation: 'COMPACT', OutputType: 'JSON' },
              },
            }
          : {}),
        End: true,
      },
    },
  };
}

const engines: TestEngine[] = [];
afterEach(() => {
  for (const engine of engines.splice(0)) engine.service.close();
});

/** Lives through a scenario; what it has come to, and what was seen on the way. */
async function live(scenario: Scenario) {
  const random = seeded(scenario.seed);
  const succeeded: string[] = [];
  let running = 0;
  let most = 0;
  const engine: TestEngine = new TestEngine(({ arguments: given, signal }: TaskRequest) => {
    running += 1;
    most = Math.max(most, running);
    const fails = 100 * random() < scenario.failing;
    const late = 100 * random() < scenario.late;
    return new Promise<TaskOutcome>((resolve) => {
      const timer = engine.clock.setTimeout(answer, late ? random() * 40_000 : 0);
      signal.addEventListener('abort', () => {
        engine.clock.clearTimeout(timer);
        running -= 1;
      });
      function answer() {
        running -= 1;
        if (!fails) succeeded.push(JSON.stringify(given));
        resolve(fails ? { error: 'Oops', cause: '' } : { output: given });
      }
    });
  }, scenario.seed);
  engines.push(engine);
  const executionArn = await engine.start(await engine.create(definitionOf(scenario)));
  const { stopAfter, updateAfter } = scenario;
  const happenings: [number | undefined, () => Promise<unknown>][] = [
    [updateAfter, async () => update(engine, executionArn)],
    [stopAfter, () => engine.handle('StopExecution', { executionArn })],
  ];
  for (const [after, happen] of happenings.toSorted(([a = 0], [b = 0]) => a - b)) {
    if (after === undefined) continue;
    await engine.run(after * 1000);
    await happen();
  }
  await engine.run();
  for (let count = 0; count < scenario.redrives; count++) {
    if ((await engine.describe(executionArn)).redriveStatus !== 'REDRIVABLE') break;
    await engine.handle('RedriveExecution', { executionArn });
    await engine.run();
  }
  return { engine, executionArn, succeeded, most };
}

async function update(engine: TestEngine, executionArn: string): Promise<void> {
  const mapRun = await engine.mapRun(executionArn);
  if (mapRun.status !== 'RUNNING') return;
  await engine.handle('UpdateMapRun', { mapRunArn: mapRun.mapRunArn, toleratedFailureCount: 1, maxConcurrency: 2 });
}

function checkCounts(counts: Counts): void {
  const { total, resultsWritten: _written, failuresNotRedrivable: _failures, ...statuses } = counts;
  for (const count of Object.values(statuses)) expect(count).toBeGreaterThanOrEqual(0);
  expect(Object.values(statuses).reduce((sum, count) => sum + count, 0)).toBe(total);
  expect(statuses.running + statuses.pendingRedrive).toBe(0);
}

const runs = { numRuns: Number(process.env.FUZZ_RUNS ?? 200) };

test('whatever happens to a map run, every item succeeds once at most, and the counts tell the truth', async () => {
  await fc.assert(
    fc.asyncProperty(scenarios, async (scenario) => {
      const { engine, executionArn, succeeded, most } = await live(scenario);
      const { status, output } = await engine.describe(executionArn);
      const mapRun = await engine.mapRun(executionArn);
      const executionCounts = mapRun.executionCounts as Counts;
      const itemCounts = mapRun.itemCounts as Counts;
      expect(status).not.toBe('RUNNING');
      expect(mapRun.status).toBe(status === 'SUCCEEDED' ? 'SUCCEEDED' : status);
      expect(engine.clock.due()).toBeUndefined();
      checkCounts(executionCounts);
      checkCounts(itemCounts);
      expect(new Set(succeeded).size).toBe(succeeded.length);
      expect(executionCounts.succeeded).toBe(succeeded.length);
      if (scenario.maxConcurrency > 0) expect(most).toBeLessThanOrEqual(Math.max(scenario.maxConcurrency, 2));
      if (status !== 'SUCCEEDED') return;
      expect(itemCounts.total).toBe(scenario.items);
      expect(itemCounts.pending).toBe(0);
      expect(executionCounts.resultsWritten).toBe(executionCounts.total);
      expect(resultsIn(engine, String(output)).toSorted()).toEqual(succeeded.toSorted());
    }),
    runs,
  );
}, 120_000);

/** The outputs of succeeded children: in the state's output, or in the files that its manifest lists. */
function resultsIn(engine: TestEngine, output: string): string[] {
  const value = JSON.parse(output) as unknown[] | { ResultWriterDetails: { Key: string } };
  const isResult = (each: unknown) => !JSON.stringify(each).includes('"Status":"');
  if (Array.isArray(value)) return value.filter(isResult).map((each) => JSON.stringify(each));
  const manifest = JSON.parse(engine.objects.text(value.ResultWriterDetails.Key)) as {
    ResultFiles: { SUCCEEDED: { Key: string; Size: number }[] };
  };
  return manifest.ResultFiles.SUCCEEDED.flatMap(({ Key, Size }) => {
    const text = engine.objects.text(Key);
    expect(Buffer.byteLength(text)).toBe(Size);
    return (JSON.parse(text) as unknown[]).map((each) => JSON.stringify(each));
  });
}

test('the same seed gives the same map run', async () => {
  await fc.assert(
    fc.asyncProperty(scenarios, async (scenario) => {
      const told = async () => {
        const { engine, executionArn, succeeded } = await live(scenario);
        const { files, log } = engine.objects;
        const written = [...files].map(([key, file]) => [key, file.toString()]);
        return [await engine.history(executionArn), await engine.mapRun(executionArn), succeeded, log, written];
      };
      expect(await told()).toEqual(await told());
    }),
    { numRuns: runs.numRuns / 4 },
  );
}, 120_000);
