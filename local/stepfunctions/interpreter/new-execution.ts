import { type Machine, regionOf } from '../definition/machine';
import type { Execution } from './execution';
import { payload } from './payload';
import { seedRandom } from './random';

type Given =
  | 'arn'
  | 'name'
  | 'roleArn'
  | 'region'
  | 'stateMachineArn'
  | 'stateMachineName'
  | 'stateMachineVersionArn'
  | 'stateMachineAliasArn'
  | 'express'
  | 'mapRun'
  | 'traceHeader'
  | 'testCase'
  | 'input'
  | 'startedAt';

/**
 * An execution that has not done anything yet.
 *
 * @param states pointer of the region whose states it runs: empty for the machine's own, the processor for a child of a map run.
 * @param random from which its own random numbers are seeded.
 */
export function newExecution(
  machine: Machine,
  states: string,
  given: Pick<Execution, Given>,
  random: () => number,
): Execution {
  const { startAt } = regionOf(machine, states);
  const { input } = given;
  return {
    ...given,
    status: 'RUNNING',
    redriveCount: 0,
    lastEventId: 0,
    nextId: 1,
    random: seedRandom(random),
    threads: [
      {
        parent: null,
        region: states,
        state: startAt,
        // The execution keeps its input as it was given, the first state gets it written anew.
        input: payload(input.value),
        variables: {},
        lastEvent: 1,
        activation: null,
      },
    ],
    ready: [],
  };
}
