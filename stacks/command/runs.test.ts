import { describe, expect, test } from '@jest/globals';
import { functionArn, MachineUnderTest, named } from '../testing/machine';
import { coversEveryTransition } from '../testing/state-coverage';
import { commandHandler } from './definition';

const machine = new MachineUnderTest('command-handler', commandHandler({ functionArn, waitSeconds: 3_600 }));
const key = { pk: 'TENANT#tenant1', sk: 'ORDER#1', version: 2 };
const SETTLING = ['set_ttl_command', 'history_copy', 'transform_data', 'sync_data_all', 'sync_data', 'sync_data'];

/** Handlers that agree with everything; `check_version` answers `result`. */
const answers = (result: number) => ({
  'command/check-version': () => ({ ...key, result, error: 'VersionConflict', cause: 'taken' }),
  'command/set-ttl-command': () => key,
  'command/history-copy': () => key,
  'command/transform-data': () => ({ ...key, targets: ['data', 'listing'] }),
  'command/sync-data': () => null,
  'command/finish': () => key,
});

describe('a command', () => {
  test('whose turn it is goes straight through', async () => {
    const { status, states } = await machine.run(key, answers(0));
    expect(status).toBe('SUCCEEDED');
    expect(states).toEqual(['check_version', 'check_version_result', ...SETTLING, 'finish', 'success']);
  });

  test.each([1, 7])('that the check answers with %d waits until the one before wakes it', async (result) => {
    const { status, states, seconds } = await machine.run(key, {
      ...answers(result),
      'command/wait-prev-command': (_, task) => task.succeed(key, 90),
    });
    expect({ status, seconds }).toEqual({ status: 'SUCCEEDED', seconds: 90 });
    expect(states.slice(1, 4)).toEqual(['check_version_result', 'wait_prev_command', 'set_ttl_command']);
  });

  test('whose version is taken fails with that', async () => {
    expect(await machine.run(key, answers(-1))).toMatchObject({
      status: 'FAILED',
      error: 'VersionConflict',
      cause: 'taken',
    });
  });

  test('that nobody wakes ends by its timeout', async () => {
    const { status, error, seconds } = await machine.run(key, {
      ...answers(1),
      'command/wait-prev-command': () => undefined,
    });
    expect({ status, error, seconds }).toEqual({ status: 'FAILED', error: 'States.Timeout', seconds: 3_600 });
  });

  test('fails at once by what no retry can mend, and after its retries by the rest', async () => {
    let tries = 0;
    const failing = (name: string) => ({
      ...answers(0),
      'command/finish': () => {
        tries += 1;
        throw named(name);
      },
    });
    expect(await machine.run(key, failing('CorruptRow'))).toMatchObject({ status: 'FAILED', error: 'CorruptRow' });
    expect(tries).toBe(1);
    expect(await machine.run(key, failing('Error'))).toMatchObject({ status: 'FAILED', error: 'Error' });
    expect(tries).toBe(5);
  });
});

coversEveryTransition(machine);
