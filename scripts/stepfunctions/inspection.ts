import type { Execution, InspectedEvent } from '@blueprint/local/stepfunctions';

type Thread = NonNullable<Execution['threads'][number]>;

/** One event of an execution and the state of its threads after it, as lines of text. */
export function describeEvent({ event, execution, recorded, outstanding }: InspectedEvent): string[] {
  const { status, threads, ready, lastEventId } = execution;
  const head = event ? `${new Date(event.at).toISOString()} ${summary(event)}` : `begins at event ${lastEventId}`;
  const timers = outstanding.flatMap((effect) => (effect.type === 'setTimer' ? [effect] : []));
  return [
    `${head}: ${status}`,
    ...recorded.map(({ id, previousEventId, type }) => `  + ${id} ${type} (follows ${previousEventId})`),
    ...threads.flatMap((thread, id) =>
      thread ? [`  thread ${id} ${describeThread(thread, ready.includes(id))}`] : [],
    ),
    ...timers.map(({ thread, at }) => {
      const whose = thread === null ? 'the execution' : `thread ${thread}`;
      return `  timer of ${whose}, due ${new Date(at).toISOString()}`;
    }),
  ];
}

/** The event's type, and what else it says but its time. */
function summary({ type, at: _at, ...more }: NonNullable<InspectedEvent['event']>): string {
  const text = JSON.stringify(more);
  return text === '{}' ? type : `${type} ${text.length > 200 ? `${text.slice(0, 200)}…` : text}`;
}

function describeThread({ region, state, parent, activation, variables }: Thread, ready: boolean): string {
  const where = region === '' ? state : `${region}/States/${state}`;
  const of = parent ? ` (index ${parent.index} of thread ${parent.thread})` : '';
  const names = Object.keys(variables);
  const known = names.length > 0 ? `, variables ${names.join(', ')}` : '';
  return `in ${where}${of}: ${doing(activation)}${ready ? ', has its turn next' : ''}${known}`;
}

function doing(activation: Thread['activation']): string {
  if (!activation) return 'not entered';
  const { work, retryCount } = activation;
  const retried = retryCount > 0 ? `, retry ${retryCount}` : '';
  switch (work.kind) {
    case 'scheduled':
      return `task ${work.task.id} is scheduled${retried}`;
    case 'called':
      return `waits for task ${work.task.id}${work.task.offered ? ', which no worker has fetched' : ''}${retried}`;
    case 'sleeping':
      return work.purpose === 'wait' ? 'waits' : `waits for its next try${retried}`;
    case 'branching': {
      const { finished, outputs, running } = work.branches;
      return `${finished} of ${outputs.length} branches done, threads ${running.join(', ')} at work`;
    }
    case 'mapRun':
      return `waits for ${work.mapRun.arn}`;
    case 'stopped':
      return 'stopped';
    case 'ready':
      return `entered${retried}`;
  }
}
