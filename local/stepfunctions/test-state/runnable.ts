import type {
  ContainerState,
  Machine,
  ParallelState,
  Region,
  State,
  SucceedState,
  TaskState,
  Transition,
} from '../definition/machine';
import { STATE_NAME } from './tested-state';

/**
 * A machine that starts with the state and ends in whatever state it leads to.
 *
 * What runs within a Map or a Parallel is mocked as a whole. So a Map is run as a distributed one, whose iterations are
 * another's business, and a Parallel as a Task: what they do with their input, their result and their errors is the same.
 */
export function machineOf(state: State, machine: Machine): Machine {
  const states = new Map<string, State>(targetsOf(state).map((name) => [name, end(name)]));
  states.set(STATE_NAME, { ...runnable(state), name: STATE_NAME });
  const region: Region = { pointer: '', startAt: STATE_NAME, states, source: {} };
  return { regions: new Map([...machine.regions, ['', region]]) };
}

/** What is left of a state whose inside has failed: how it handles errors. */
export function errorHandlingOf(state: ContainerState): State {
  const { arguments: _, ...rest } = { arguments: undefined, ...state };
  return asTask({ ...rest, type: 'Parallel', branches: [] });
}

function runnable(state: State): State {
  if (state.type === 'Map') return { ...state, distributed: state.distributed ?? { executionType: 'STANDARD' } };
  return state.type === 'Parallel' ? asTask(state) : state;
}

function asTask({ branches: _, type: __, ...rest }: ParallelState): TaskState {
  return { ...rest, type: 'Task', arn: rest.name, resource: { kind: 'function' } };
}

function targetsOf(state: State): string[] {
  const transitions: Transition[] = [];
  if (state.type !== 'Fail') transitions.push(state);
  if (state.type === 'Choice') transitions.push(...state.choices);
  if ('catch' in state) transitions.push(...state.catch);
  return transitions.flatMap(({ next }) => (next === undefined ? [] : [next]));
}

const end = (name: string): SucceedState => ({ type: 'Succeed', name, assign: [], location: '' });
