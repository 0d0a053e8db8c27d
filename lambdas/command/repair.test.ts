import '../fakes/environment';
import { beforeEach, describe, expect, test } from '@jest/globals';
import { commandRow, dataRow, executionArn, keyFor, settledRow, storedCommand } from '../fakes/commands';
import { FakeDynamoDB } from '../fakes/dynamodb';
import { STATE_MACHINE_ARN } from '../fakes/environment';
import { awsError, FakeStepFunctions } from '../fakes/step-functions';
import { dynamodb } from '../platform/dynamodb';
import { sfn as client } from '../platform/sfn';
import { CommandRepair } from './repair';

const repair = new CommandRepair({
  dynamodb,
  sfn: client,
  tables: { commands: 'commands', data: 'data' },
  stateMachineArn: STATE_MACHINE_ARN,
});
const failure = { error: 'E', cause: 'c', executionArn: executionArn(1), at: '2025-01-01T00:01:00Z' };

let db: FakeDynamoDB;
let sfn: FakeStepFunctions;
beforeEach(() => {
  db = new FakeDynamoDB().install();
  sfn = new FakeStepFunctions().install();
  db.put('commands', commandRow(1, { status: 'failed', failure }));
  execution('FAILED');
});

function execution(
  status: 'FAILED' | 'RUNNING' | 'SUCCEEDED',
  overrides: { redriveCount?: number; redrivable?: boolean } = {},
) {
  sfn.executions.set(executionArn(1), { name: '', input: '', status, redriveCount: 0, redrivable: true, ...overrides });
}

const redrive = () => repair.redrive(keyFor(1));
const skip = () => repair.skip(keyFor(1), 'sent twice', 'user2');
/** Only the names of calls that change something. */
const changes = () => sfn.operations().filter((operation) => operation !== 'DescribeExecution');

describe('redrive', () => {
  test('announces the redrive on the row, then asks for it with a token that follows from it', async () => {
    sfn.before = ({ operation }) => {
      if (operation === 'RedriveExecution')
        expect(storedCommand(db, 1)).toMatchObject({ status: 'accepted', redrives: 1 });
    };
    expect(await redrive()).toBe('redriven');
    expect(sfn.of('RedriveExecution')).toEqual([
      { executionArn: executionArn(1), clientToken: expect.stringMatching(/^[0-9a-f]{64}$/) },
    ]);
    expect(storedCommand(db, 1)).toMatchObject({ failure });
  });

  test('starts a new attempt where Step Functions can’t redrive any more', async () => {
    execution('FAILED', { redrivable: false });
    expect(await redrive()).toBe('started');
    expect(sfn.executions.get(executionArn(1, 2))?.input).toBe(JSON.stringify(keyFor(1)));
    expect(storedCommand(db, 1)).toMatchObject({ status: 'accepted', attempt: 2, redrives: 0 });
  });

  test('starts a new attempt when the history is gone', async () => {
    sfn.executions.clear();
    expect(await redrive()).toBe('started');
    expect([...sfn.executions.keys()]).toEqual([executionArn(1, 2)]);
  });

  test.each(['RedriveExecution', 'DescribeExecution'])(
    'that dies at %s is finished by calling again',
    async (operation) => {
      let announced = false;
      sfn.before = (call) => {
        announced ||= storedCommand(db, 1)?.status === 'accepted';
        if (announced && call.operation === operation) throw awsError('TimeoutError');
      };
      await expect(redrive()).rejects.toMatchObject({ name: 'TimeoutError' });
      sfn.before = () => undefined;
      expect(await redrive()).toBe('redriven');
      expect(sfn.executions.get(executionArn(1))).toMatchObject({ status: 'RUNNING', redriveCount: 1 });
    },
  );

  test('whose answer was lost is not asked for twice', async () => {
    sfn.after = ({ operation }) => {
      if (operation === 'RedriveExecution') throw awsError('TimeoutError');
    };
    await expect(redrive()).rejects.toMatchObject({ name: 'TimeoutError' });
    expect(await redrive()).toBe('running');
    expect(sfn.executions.get(executionArn(1))?.redriveCount).toBe(1);
  });

  test('leaves an execution alone that someone has redriven by hand', async () => {
    execution('RUNNING', { redriveCount: 1 });
    expect(await redrive()).toBe('running');
    expect(changes()).toEqual([]);
  });

  test.each(['applied', 'skipped'])('refuses a command that is %s', async (status) => {
    db.put('commands', settledRow(1, { status }));
    await expect(redrive()).rejects.toMatchObject({ name: 'NotFailed', message: expect.stringContaining(status) });
  });

  test('of a command that does not exist says so', async () => {
    await expect(repair.redrive(keyFor(7))).rejects.toMatchObject({ name: 'CommandMissing' });
  });
});

describe('skip', () => {
  test('marks the row and has a new attempt settle it', async () => {
    expect(await skip()).toBe('started');
    expect(storedCommand(db, 1)).toMatchObject({
      status: 'accepted',
      attempt: 2,
      skip: { reason: 'sent twice', by: 'user2', at: expect.any(String) },
    });
    expect(sfn.executions.has(executionArn(1, 2))).toBe(true);
  });

  test('that dies before the start is finished by calling again', async () => {
    sfn.before = ({ operation }) => {
      if (operation === 'StartExecution') throw awsError('TimeoutError');
    };
    await expect(skip()).rejects.toMatchObject({ name: 'TimeoutError' });
    sfn.before = () => undefined;
    expect(await skip()).toBe('started');
    expect(storedCommand(db, 1)).toMatchObject({ attempt: 2 });
  });

  test('is refused once data shows the command', async () => {
    db.put('data', dataRow(1));
    await expect(skip()).rejects.toMatchObject({ name: 'AlreadyApplied' });
    expect(storedCommand(db, 1)).not.toHaveProperty('skip');
  });

  test('is refused while the command is not failed, or runs again', async () => {
    execution('RUNNING', { redriveCount: 1 });
    await expect(skip()).rejects.toMatchObject({ name: 'NotFailed' });
    db.put('commands', commandRow(1));
    await expect(skip()).rejects.toMatchObject({ name: 'NotFailed' });
    expect(storedCommand(db, 1)).not.toHaveProperty('skip');
  });

  test('loses against a redrive that came first', async () => {
    sfn.after = async ({ operation }) => {
      sfn.after = () => undefined;
      if (operation === 'DescribeExecution') await redrive();
    };
    await expect(skip()).rejects.toMatchObject({ name: 'NotFailed' });
    expect(storedCommand(db, 1)).not.toHaveProperty('skip');
    expect(sfn.executions.size).toBe(1);
  });

  test('needs a reason and a name', async () => {
    await expect(repair.skip(keyFor(1), '', 'user2')).rejects.toMatchObject({ name: 'InvalidCommand' });
  });
});
