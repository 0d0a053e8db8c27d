import type { Machine } from '../definition/machine';
import { validationException } from '../errors';
import type { MockConfig } from './mock-config';

/** `<state machine's ARN>#<test case>`, taken apart. */
export function splitTestCase(stateMachineArn: string): { arn: string; testCase?: string } {
  const at = stateMachineArn.indexOf('#');
  return at < 0
    ? { arn: stateMachineArn }
    : { arn: stateMachineArn.slice(0, at), testCase: stateMachineArn.slice(at + 1) };
}

/** @throws ValidationException when the test case cannot be run on the machine, which says why. */
export function checkTestCase(
  name: string,
  machineName: string,
  machine: Machine,
  mocks: MockConfig | undefined,
): void {
  const refuse = (problem: string) => validationException(`The test case '${name}' cannot be run: ${problem}`);
  if (!mocks) throw refuse('the local Step Functions has been given no mock configuration.');
  const cases = mocks.stateMachines.get(machineName);
  if (!cases) throw refuse(`the mock configuration has no state machine '${machineName}'.`);
  const testCase = cases.get(name);
  if (!testCase) {
    throw refuse(`the state machine '${machineName}' has these test cases only: ${[...cases.keys()].join(', ')}.`);
  }
  for (const stateName of testCase.keys()) {
    const state = [...machine.regions.values()].flatMap(({ states }) => states.get(stateName) ?? [])[0];
    if (!state) throw refuse(`it names the state '${stateName}', which the state machine does not have.`);
    if (state.type !== 'Task') throw refuse(`it names the state '${stateName}', which is a ${state.type} and no Task.`);
    if (state.resource.kind === 'activity') {
      throw refuse(`it names the state '${stateName}', whose activity is done by a worker: only services are mocked.`);
    }
  }
}
