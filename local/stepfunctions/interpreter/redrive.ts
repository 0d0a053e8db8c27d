import type { Draft } from './draft';
import { redriveMapRun } from './states/distributed-map';
import { startTimeout } from './timeout';

/**
 * Goes on with an execution that has ended unsuccessfully: every state that was entered and not exited runs again, with
 * retries counted anew; of a Parallel or Map only the branches that had not finished, of a map run only the children that
 * had not succeeded. What has succeeded stays as it is.
 *
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/redrive-executions.html
 */
export function redrive(draft: Draft): void {
  const { stoppedAt: _stopped, failure: _failure, output: _output, ...execution } = draft.execution;
  const redriveCount = execution.redriveCount + 1;
  draft.execution = { ...execution, status: 'RUNNING', redriveCount, redrivenAt: draft.now };
  const redriven = draft.record('ExecutionRedriven', execution.lastEventId, { redriveCount });
  startTimeout(draft);
  resume(draft, 0, redriven);
  draft.effects.push({ type: 'status', status: 'RUNNING' });
}

function resume(draft: Draft, id: number, redriven: number): void {
  draft.follow(id, redriven);
  const { activation } = draft.thread(id);
  if (activation) {
    draft.activate(id, { retryCount: 0, attempts: [] });
    const { work } = activation;
    if (work.kind === 'stopped' && work.mapRun) {
      redriveMapRun(draft, id, work.mapRun);
      return;
    }
    if (work.kind === 'branching' && work.branches.finished < work.branches.outputs.length) {
      for (const branch of work.branches.running) resume(draft, branch, redriven);
    }
    // A Parallel or Map that failed after its last branch has none to go on from, and runs as a whole, as others do.
    else draft.work(id, { kind: 'ready' });
  }
  draft.enqueue(id);
}
