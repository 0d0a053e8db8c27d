import { workflow } from '@blueprint/asl';
import { type FunctionArn, lambdaTasks, TASK_TIMEOUT_SECONDS } from '../constructs/lambda-task';

/** Names of the task handlers' errors that come again however often a state is retried. */
export const UNMENDABLE_ERRORS = ['CorruptRow', 'InvalidEnvironment', 'InvalidEvent', 'TaskMissing'];

/** The longest that a task type may give its tasks, in seconds; lambdas/task/keys.ts refuses more. */
export const LONGEST_TASK_SECONDS = 43_200;

/** Seconds in which the items left at a task's deadline are recorded as timed out: ten thousand take some ten minutes. */
const RECORDING_SECONDS = 3_600;

/** Seconds that a handler has at least, also after the deadline: it has to record that the time is over. */
const LEAST_SECONDS = 10;

export interface TaskHandlerProps {
  readonly functionArn: FunctionArn;
  /** Items that are processed at once. */
  readonly concurrency: number;
  /** Whether the map runs inside the execution, or each item as an Express execution of its own. */
  readonly mode: 'INLINE' | 'DISTRIBUTED';
}

/**
 * Runs a task: each item by itself, then says how the task ended. Input: the task's key; items are numbers, and their content stays
 * in rows. `iterator` records how its item ended; where it can't, `item_failed` does, so that no item stops the others. The
 * machine's own timeout is a backstop: the deadline of a task is its type's, kept by `iterator`.
 */
export function taskHandler({ functionArn, concurrency, mode }: TaskHandlerProps) {
  const { lambda } = lambdaTasks(functionArn, UNMENDABLE_ERRORS);
  const itemStates = {
    StartAt: 'iterator',
    States: {
      iterator: {
        ...lambda('task/iterator'),
        TimeoutSeconds: withinDeadline(TASK_TIMEOUT_SECONDS),
        Output: '{% $states.input.item %}',
        Catch: [
          {
            ErrorEquals: ['States.ALL'],
            Output:
              "{% $merge([$states.input, {'error': $states.errorOutput.Error, 'cause': $states.errorOutput.Cause}]) %}",
            Next: 'item_failed',
          },
        ],
        End: true,
      },
      item_failed: { ...lambda('task/item-failed'), Output: '{% $states.input.item %}', End: true },
    },
  } as const;
  const map = {
    Type: 'Map',
    MaxConcurrency: concurrency,
    Items: '{% [1..$states.input.itemCount] %}',
    ItemSelector: {
      tenantCode: '{% $states.input.tenantCode %}',
      taskId: '{% $states.input.taskId %}',
      taskType: '{% $states.input.taskType %}',
      itemCount: '{% $states.input.itemCount %}',
      timeoutSeconds: '{% $states.input.timeoutSeconds %}',
      requestId: '{% $states.input.requestId %}',
      startedAt: '{% $states.context.Execution.StartTime %}',
      item: '{% $states.context.Map.Item.Value %}',
    },
    Output: '{% $states.context.Execution.Input %}',
    Next: 'settle_task',
  } as const;
  const common = {
    QueryLanguage: 'JSONata',
    StartAt: 'map_state',
    TimeoutSeconds: LONGEST_TASK_SECONDS + RECORDING_SECONDS,
  } as const;
  const settle_task = { ...lambda('task/settle-task'), End: true } as const;
  if (mode === 'INLINE') {
    const ItemProcessor = { ProcessorConfig: { Mode: 'INLINE' }, ...itemStates } as const;
    return workflow({
      Comment: 'Runs the items of one task',
      ...common,
      States: { map_state: { ...map, ItemProcessor }, settle_task },
    });
  }
  const ItemProcessor = { ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'EXPRESS' }, ...itemStates } as const;
  return workflow({
    Comment: 'Runs the items of one task that are more than the history of one execution can hold',
    ...common,
    States: {
      // A child that ends without recording its item must not end the others: settle_task records it.
      map_state: { ...map, ItemProcessor, Label: 'items', ToleratedFailurePercentage: 100 },
      settle_task,
    },
  });
}

/** Seconds of a Task: its own, or what is left until the deadline of the task when that is less. */
function withinDeadline(seconds: number): `{%${string}%}` {
  const left = '$toMillis($states.input.startedAt) / 1000 + $states.input.timeoutSeconds - $millis() / 1000';
  return `{% $max([${LEAST_SECONDS}, $min([${seconds}, $ceil(${left})])]) %}`;
}
