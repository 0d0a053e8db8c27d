import { START, TestEngine } from '@blueprint/local/stepfunctions/testing/engine';
import { number } from '../columns';
import type { BenchContext, Report } from '../section';
import { sampleOf } from '../statistics';

const ROUNDS = 5;
const HOURS = 24;
const LIMIT_MS = 100;

/** Waits an hour and calls a function, again and again until a day is over. */
const definition = {
  StartAt: 'wait',
  States: {
    wait: { Type: 'Wait', Seconds: 3_600, Next: 'work' },
    work: {
      Type: 'Task',
      Resource: 'arn:aws:states:::lambda:invoke',
      Arguments: { FunctionName: 'work' },
      Output: { hours: '{% $states.input.hours + 1 %}' },
      Next: 'over',
    },
    over: {
      Type: 'Choice',
      Choices: [{ Condition: `{% $states.input.hours < ${HOURS} %}`, Next: 'wait' }],
      Default: 'done',
    },
    done: { Type: 'Succeed' },
  },
};

/** How long a test takes in which a workflow runs for a day, its time being virtual. */
export async function virtualDay(context: BenchContext): Promise<Report> {
  context.progress('a day on the virtual clock');
  const times: number[] = [];
  for (let round = 0; round < ROUNDS; round++) times.push(await day());
  const ms = sampleOf(times);
  return {
    tables: [
      {
        title: `A workflow of ${HOURS} hours on the virtual clock`,
        header: ['what', 'median', 'least', 'most'],
        rows: [['ms', ...[ms.median, ms.least, ms.most].map((value) => number(value, 1))]],
        notes: [`${ROUNDS} rounds, each with an engine and a definition of its own; the first starts cold.`],
      },
    ],
    gates: [
      {
        name: `a workflow of ${HOURS} hours on the virtual clock`,
        measured: ms.most,
        bound: 'at most',
        limit: LIMIT_MS,
        unit: 'ms',
      },
    ],
    measured: { rounds: ROUNDS, hours: HOURS, ms },
  };
}

async function day(): Promise<number> {
  const since = performance.now();
  const engine = new TestEngine();
  const { status, output } = await engine.execute(definition, { hours: 0 });
  const ms = performance.now() - since;
  const hours = (engine.clock.now() - START) / 3_600_000;
  if (status !== 'SUCCEEDED' || hours !== HOURS)
    throw new Error(`The workflow of ${HOURS} hours ended ${status} after ${hours} h with ${output}.`);
  return ms;
}
