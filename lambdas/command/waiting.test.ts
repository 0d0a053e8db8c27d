import '../fakes/environment';
import { beforeEach, describe, expect, test } from '@jest/globals';
import { commandRow, dataRow, executionArn, keyFor, settledRow, storedCommand, taskEvent } from '../fakes/commands';
import { FakeDynamoDB } from '../fakes/dynamodb';
import { awsError, FakeStepFunctions } from '../fakes/step-functions';
import { handler as finish } from './finish';
import { handler as waitPrevCommand } from './wait-prev-command';

let db: FakeDynamoDB;
let sfn: FakeStepFunctions;
beforeEach(() => {
  db = new FakeDynamoDB().install();
  sfn = new FakeStepFunctions().install();
});

function wait(taskToken: string, retries = 0) {
  sfn.waiting.add(taskToken);
  const event = taskEvent(keyFor(2), 'wait_prev_command', taskToken);
  event.context.State.RetryCount = retries;
  return waitPrevCommand(event);
}
const finishFirst = () => finish(taskEvent(keyFor(1), 'finish'));

describe('a wait and the finish of its predecessor', () => {
  beforeEach(() => db.put('commands', commandRow(1)));

  test('wait first: the token is left on the predecessor, and finish wakes it with the key', async () => {
    await wait('token-a');
    expect(storedCommand(db, 1)?.waiter).toMatchObject({
      taskToken: 'token-a',
      version: 2,
      executionArn: executionArn(2),
    });
    expect(sfn.calls).toEqual([]);
    await finishFirst();
    expect(sfn.of('SendTaskSuccess')).toEqual([{ taskToken: 'token-a', output: JSON.stringify(keyFor(2)) }]);
    expect(sfn.waiting.size).toBe(0);
  });

  test('finish first: the wait sees it in the same update and ends itself', async () => {
    await finishFirst();
    await wait('token-a');
    expect(sfn.waiting.size).toBe(0);
    expect(db.operations()).toEqual(['Update', 'Update']);
  });

  test('a retry of the wait overwrites the token; a waker that holds the old one finds the new one', async () => {
    await wait('old');
    sfn.waiting.delete('old');
    sfn.before = async ({ input }) => {
      if (input.taskToken === 'old') await wait('new');
    };
    await finishFirst();
    expect(sfn.waiting.size).toBe(0);
  });

  test('a late run of an earlier attempt of the wait does not displace the token of the newer one', async () => {
    await wait('new', 1);
    await wait('old', 0);
    expect(storedCommand(db, 1)?.waiter).toMatchObject({ taskToken: 'new' });
  });

  test('a retry of the wait that stored its token and died is woken by finish', async () => {
    await wait('old');
    sfn.waiting.delete('old');
    sfn.waiting.add('new');
    sfn.before = ({ input }) => {
      const row = storedCommand(db, 1);
      const waiter = { taskToken: 'new', version: 2, executionArn: executionArn(2), key: keyFor(2), at: 'later' };
      if (input.taskToken === 'old') db.put('commands', { ...row, waiter });
    };
    await finishFirst();
    expect(sfn.of('SendTaskSuccess').map(({ taskToken }) => taskToken)).toEqual(['old', 'new']);
    expect(sfn.waiting.size).toBe(0);
  });

  test('a finish that died before it woke anyone wakes on its retry', async () => {
    await wait('token-a');
    sfn.before = () => {
      throw awsError('ThrottlingException');
    };
    await expect(finishFirst()).rejects.toMatchObject({ name: 'ThrottlingException' });
    sfn.before = () => undefined;
    await finishFirst();
    expect(sfn.waiting.size).toBe(0);
  });

  test('a waiter that is gone ends finish, without asking for ever', async () => {
    await wait('token-a');
    sfn.waiting.clear();
    await expect(finishFirst()).resolves.toEqual(keyFor(1));
    expect(sfn.of('SendTaskSuccess')).toHaveLength(1);
  });

  test('an error that quotes the token does not pass it on', async () => {
    await wait('secret-token');
    sfn.before = () => {
      throw awsError('ValidationException', "Value 'secret-token' at 'taskToken' is too long");
    };
    await expect(finishFirst()).rejects.toMatchObject({
      name: 'ValidationException',
      message: "Value '<task token>' at 'taskToken' is too long",
    });
  });
});

describe('wait_prev_command', () => {
  test('goes on when TTL removed the predecessor and data has reached it, without bringing the row back', async () => {
    db.put('data', dataRow(1));
    await wait('token-a');
    expect(sfn.waiting.size).toBe(0);
    expect(storedCommand(db, 1)).toBeUndefined();
  });

  test('fails by name when the predecessor is gone and was never applied', async () => {
    await expect(wait('token-a')).rejects.toMatchObject({ name: 'PredecessorMissing' });
    db.put('data', dataRow(1));
    const third = waitPrevCommand(taskEvent(keyFor(3), 'wait_prev_command', 'token-b'));
    await expect(third).rejects.toMatchObject({
      name: 'PredecessorMissing',
      message: expect.stringContaining('version 1'),
    });
    expect(sfn.calls).toEqual([]);
  });

  test('without a token says how to call it', async () => {
    await expect(waitPrevCommand(taskEvent(keyFor(2), 'wait_prev_command'))).rejects.toMatchObject({
      name: 'InvalidEvent',
      message: expect.stringContaining('.waitForTaskToken'),
    });
  });

  test('goes on at once after a predecessor that was skipped', async () => {
    db.put('commands', settledRow(1, { status: 'skipped' }));
    await wait('token-a');
    expect(sfn.waiting.size).toBe(0);
  });
});
