import { describe, expect, test } from '@jest/globals';
import { functionArn, MachineUnderTest, named } from '../testing/machine';
import { coversEveryTransition } from '../testing/state-coverage';
import { myCustomMachine } from './definition';

const machine = new MachineUnderTest('my-custom', myCustomMachine(functionArn));
const input = { schemaVersion: 1, tenantCode: 'tenant1', requestId: 'request-1', items: ['A-1'] };
const completed = { status: 'completed', items: 1, distinctItems: 1 };

/** Handlers that agree with everything, and note what they were given. */
function answers() {
  const given: Record<string, unknown> = {};
  const answer = (state: string, output: unknown) => (payload: unknown) => {
    given[state] = payload;
    return output;
  };
  return {
    given,
    'my-custom/initialize': answer('initialize', { status: 'initialized', data: input }),
    'my-custom/process': answer('process', { status: 'processed', data: input, distinctItems: 1 }),
    'my-custom/finalize': answer('finalize', completed),
  };
}

describe('an execution', () => {
  test('goes from state to state, each given what the one before returned, and ends with what the last did', async () => {
    const { given, ...handlers } = answers();
    const { status, states, output } = await machine.run(input, handlers);
    expect({ status, states, output }).toEqual({
      status: 'SUCCEEDED',
      states: ['initialize', 'process', 'finalize'],
      output: completed,
    });
    expect(given).toEqual({
      initialize: input,
      process: { status: 'initialized', data: input },
      finalize: { status: 'processed', data: input, distinctItems: 1 },
    });
  });

  test.each(['InvalidEnvironment', 'InvalidEvent', 'NoItems'])(
    'that fails by %s, which no retry can mend, ends at once',
    async (name) => {
      const { given: _, ...handlers } = answers();
      let tries = 0;
      const failing = () => {
        tries += 1;
        throw named(name, 'not mendable');
      };
      const ended = await machine.run(input, { ...handlers, 'my-custom/initialize': failing });
      expect(ended).toMatchObject({ status: 'FAILED', error: name, states: ['initialize'] });
      expect(tries).toBe(1);
    },
  );

  test('is not failed by what passes: its state is tried again', async () => {
    const { given: _, ...handlers } = answers();
    let tries = 0;
    const passing = () => {
      tries += 1;
      if (tries <= 3) throw named('Error', 'it will pass');
      return { status: 'processed', data: input, distinctItems: 1 };
    };
    const { status, seconds } = await machine.run(input, { ...handlers, 'my-custom/process': passing });
    expect({ status, tries, seconds }).toEqual({ status: 'SUCCEEDED', tries: 4, seconds: 2 + 4 + 8 });
  });
});

coversEveryTransition(machine);
