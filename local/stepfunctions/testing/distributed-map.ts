import type { TestEngine } from './engine';

/** Processors of one state. */
export const pass = { StartAt: 'p', States: { p: { Type: 'Pass', End: true } } };
export const task = {
  StartAt: 't',
  States: { t: { Type: 'Task', Resource: 'arn:aws:states:::lambda:invoke', End: true } },
};
export const wait = { StartAt: 'w', States: { w: { Type: 'Wait', Seconds: '{% $states.input %}', End: true } } };

export const ARN = 'arn:aws:states:ap-northeast-1:000000000000';
export const STATE_MACHINE = `${ARN}:stateMachine:machine`;

/** A machine of one Distributed Map. */
export const map = (fields: object, processor: object = pass, ExecutionType = 'STANDARD') => ({
  StartAt: 'each',
  States: {
    each: {
      Type: 'Map',
      Label: 'rows',
      ItemProcessor: { ...processor, ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType } },
      ...fields,
      End: true,
    },
  },
});

/** What ListExecutions tells of the children of a map run. */
export async function children(engine: TestEngine, mapRunArn: unknown, more: object = {}) {
  const { executions } = (await engine.handle('ListExecutions', { mapRunArn, ...more })) as unknown as {
    executions: { executionArn: string; status: string; [member: string]: unknown }[];
  };
  return executions;
}

/** All counts, those that are not given being 0. */
export function counts(given: object) {
  const names = ['pending', 'running', 'succeeded', 'failed', 'timedOut', 'aborted', 'total', 'resultsWritten'];
  const zero = Object.fromEntries([...names, 'failuresNotRedrivable', 'pendingRedrive'].map((name) => [name, 0]));
  return { ...zero, ...given };
}
