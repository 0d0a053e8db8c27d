import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { compileMachine } from '../definition/compile';
import type { Machine } from '../definition/machine';
import type { HistoryEvent } from '../history/history-event';
import { definitions } from '../testing/definitions';
import { START, seeded, TestEngine } from '../testing/engine';
import { definitions as wholeLanguage } from '../testing/fuzz/definitions';
import { advance } from './advance';
import type { Effect, ExecutionEvent } from './effects';
import type { Execution } from './execution';
import { payload } from './payload';
import { seedRandom } from './random';

function newExecution(machine: Machine): Execution {
  const input = payload({});
  return {
    arn: 'arn:aws:states:ap-northeast-1:000000000000:execution:machine:run',
    name: 'run',
    roleArn: 'arn:aws:iam::000000000000:role/machine',
    region: 'ap-northeast-1',
    stateMachineArn: 'arn:aws:states:ap-northeast-1:000000000000:stateMachine:machine',
    stateMachineName: 'machine',
    input,
    startedAt: START,
    status: 'RUNNING',
    redriveCount: 0,
    lastEventId: 0,
    nextId: 1,
    random: seedRandom(seeded(3)),
    threads: [
      {
        parent: null,
        region: '',
        state: machine.regions.get('')?.startAt ?? '',
        input,
        variables: {},
        lastEvent: 1,
        activation: null,
      },
    ],
    ready: [],
  };
}

function freeze<Value>(value: Value): Value {
  if (typeof value === 'object' && value !== null) {
    Object.freeze(value);
    Object.values(value).forEach(freeze);
  }
  return value;
}

/** What came of an execution, and what it had not called off when it ended. */
interface Driven {
  history: HistoryEvent[];
  execution: Execution;
  left: { timers: number[]; calls: number[] };
}

/** Drives an execution by hand: every other call is answered at once; when nothing else is left, the earliest timer fires. */
async function drive(machine: Machine, between: (execution: Execution) => Execution): Promise<Driven> {
  const history: HistoryEvent[] = [];
  const timers = new Map<number, Extract<Effect, { type: 'setTimer' }>>();
  const calls = new Set<number>();
  const events: ExecutionEvent[] = [{ type: 'start', at: START }];
  let execution = newExecution(machine);
  let now = START;
  for (let event = events.shift(); event; event = events.shift()) {
    const step = await advance(machine, between(execution), event);
    execution = step.execution;
    for (const effect of step.effects) {
      if (effect.type === 'record') history.push(effect.event);
      if (effect.type === 'setTimer') timers.set(effect.timer, effect);
      if (effect.type === 'clearTimer') timers.delete(effect.timer);
      if (effect.type === 'abandon') calls.delete(effect.task);
      if (effect.type !== 'call') continue;
      const { thread, task } = effect;
      if (task % 2 === 0) calls.add(task);
      else {
        const outcome = task % 3 === 0 ? { error: 'Oops', cause: '' } : { output: task };
        events.push({ type: 'answered', at: now, thread, task, outcome });
      }
    }
    if (execution.status !== 'RUNNING') break;
    if (execution.ready.length > 0) events.push({ type: 'continue', at: now });
    const [next] = [...timers.values()].sort((a, b) => a.at - b.at || a.timer - b.timer);
    if (events.length === 0 && next) {
      timers.delete(next.timer);
      now = next.at;
      events.push({ type: 'timer', at: now, timer: next.timer, thread: next.thread });
    }
  }
  return { history, execution, left: { timers: [...timers.keys()], calls: [...calls] } };
}

describe('advance', () => {
  test('changes nothing that it is given, and goes on as well from what JSON has kept', async () => {
    await fc.assert(
      fc.asyncProperty(fc.noBias(wholeLanguage), async ({ definition }) => {
        const machine = compileMachine(definition);
        const plain = await drive(machine, (execution) => execution);
        expect(await drive(machine, freeze)).toEqual(plain);
        expect(await drive(machine, (execution) => JSON.parse(JSON.stringify(execution)))).toEqual(plain);
      }),
      { numRuns: 200 },
    );
  }, 60_000);

  test('calls off all that is under way when an execution ends, and forgets what has finished', async () => {
    await fc.assert(
      fc.asyncProperty(definitions, async (definition) => {
        const { history, execution, left } = await drive(compileMachine(definition), (same) => same);
        expect(history.at(-1)?.type).toMatch(/^Execution(Succeeded|Failed|TimedOut)$/);
        expect(left).toEqual({ timers: [], calls: [] });
        expect(execution.ready).toEqual([]);
        if (execution.status === 'SUCCEEDED') expect(execution.threads).toEqual([]);
      }),
      { numRuns: 150 },
    );
  }, 60_000);

  test('ignores what comes too late: timers and answers of an earlier attempt', async () => {
    const work = { Type: 'Task', Resource: 'arn:aws:states:::lambda:invoke', TimeoutSeconds: 5, End: true };
    const machine = compileMachine({ StartAt: 'work', States: { work } });
    const { execution } = await advance(machine, newExecution(machine), { type: 'start', at: START });
    const late: ExecutionEvent[] = [
      { type: 'timer', at: START, timer: 99, thread: 0 },
      { type: 'timer', at: START, timer: 99, thread: null },
      { type: 'timer', at: START, timer: 99, thread: 7 },
      { type: 'answered', at: START, thread: 0, task: 99, outcome: { output: 1 } },
      { type: 'answered', at: START, thread: 7, task: 1, outcome: { output: 1 } },
      { type: 'tokenReturned', at: START, thread: 0, task: 99, outcome: { error: 'Oops' } },
      { type: 'heartbeat', at: START, thread: 0, task: 99 },
    ];
    for (const event of late) expect(await advance(machine, execution, event)).toEqual({ execution, effects: [] });
  });

  test('ends an execution whose history is full', async () => {
    const engine = new TestEngine();
    const end = await engine.execute({
      StartAt: 'a',
      States: {
        a: { Type: 'Pass', Next: 'b' },
        b: { Type: 'Choice', Choices: [{ Condition: true, Next: 'a' }], Default: 'end' },
        end: { Type: 'Succeed' },
      },
    });
    expect(end).toMatchObject({
      status: 'FAILED',
      error: 'States.Runtime',
      cause: 'The execution reached the maximum number of history events (25000).',
    });
    const { events } = await engine.handle('GetExecutionHistory', {
      executionArn: end.executionArn,
      reverseOrder: true,
      maxResults: 1,
    });
    expect(events).toMatchObject([{ id: 25_000, type: 'ExecutionFailed' }]);
    expect(end.redriveStatus).toBe('NOT_REDRIVABLE');
  });

  describe('lets an EXPRESS execution have more events than a history has:', () => {
    const rounds = 7_000;
    const counting = {
      StartAt: 'count',
      States: {
        count: { Type: 'Pass', Output: { n: '{% $states.input.n + 1 %}' }, Next: 'enough' },
        enough: {
          Type: 'Choice',
          Choices: [{ Condition: `{% $states.input.n < ${rounds} %}`, Next: 'count' }],
          Default: 'end',
        },
        end: { Type: 'Succeed' },
      },
    };

    test('one of its own', async () => {
      const engine = new TestEngine();
      const stateMachineArn = await engine.create(counting, 'machine', { type: 'EXPRESS' });
      const end = await engine.handle('StartSyncExecution', { stateMachineArn, input: '{"n":0}' });
      expect(end).toMatchObject({ status: 'SUCCEEDED', output: `{"n":${rounds}}` });
    });

    test('but not without an end, where no time passes', async () => {
      const engine = new TestEngine();
      const States = {
        a: { Type: 'Pass', Next: 'b' },
        b: { Type: 'Choice', Choices: [{ Condition: true, Next: 'a' }], Default: 'end' },
        end: { Type: 'Succeed' },
      };
      const stateMachineArn = await engine.create({ StartAt: 'a', States }, 'machine', { type: 'EXPRESS' });
      const end = await engine.handle('StartSyncExecution', { stateMachineArn });
      expect(end).toMatchObject({ status: 'FAILED', error: 'States.Runtime' });
      expect(end.cause).toContain('maximum number of history events (1000000)');
    });

    test('a child of a map run', async () => {
      const ProcessorConfig = { Mode: 'DISTRIBUTED', ExecutionType: 'EXPRESS' };
      const map = { Type: 'Map', Items: [{ n: 0 }], ItemProcessor: { ...counting, ProcessorConfig }, End: true };
      const end = await new TestEngine().execute({ StartAt: 'map', States: { map } });
      expect(end).toMatchObject({ status: 'SUCCEEDED', output: `[{"n":${rounds}}]` });
    });
  });

  test('with the same seed and the same answers gives the same history, another with another seed', async () => {
    const States = {
      draw: { Type: 'Pass', Assign: { u: '{% $uuid() %}' }, Next: 'work' },
      work: {
        Type: 'Task',
        Resource: 'arn:aws:states:::lambda:invoke.waitForTaskToken',
        Arguments: { token: '{% $states.context.Task.Token %}', u: '{% $u %}' },
        TimeoutSeconds: 5,
        Retry: [{ ErrorEquals: ['States.ALL'], JitterStrategy: 'FULL' }],
        End: true,
      },
    };
    const historyOf = async (seed: number) => {
      const engine = new TestEngine(undefined, seed);
      const machine = await engine.create({ StartAt: 'draw', States });
      const { executionArn } = await engine.handle('StartExecution', { stateMachineArn: machine });
      await engine.run();
      return { executionArn, events: await engine.history(executionArn) };
    };
    expect(await historyOf(1)).toEqual(await historyOf(1));
    expect(await historyOf(1)).not.toEqual(await historyOf(2));
  });
});
