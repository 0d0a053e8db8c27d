import { describe, expect, test } from '@jest/globals';
import { functionArn, MachineUnderTest } from '../testing/machine';
import { coversEveryTransition } from '../testing/state-coverage';
import { approval } from './definition';

const machine = new MachineUnderTest(
  'approval',
  approval({ functionArn: functionArn('approval/request'), timeoutSeconds: 7_200 }),
);
const input = {
  schemaVersion: 1,
  tenantCode: 'tenant1',
  requestId: 'request-1',
  subject: 'Order A-1',
  details: [{ label: 'Total', value: 5_400 }],
};

describe('an approval', () => {
  test('asks what its input says, with the token beside it, and tells who approved', async () => {
    const asked: unknown[] = [];
    const { status, output, seconds, states } = await machine.run(input, {
      'approval/request': (question: object, task) => {
        asked.push(question, task.request.taskToken);
        task.succeed({ approved: true, by: 'ann@example.com', at: '2025-01-01T00:01:00Z' }, 60);
      },
    });
    const { tenantCode, requestId, subject, details } = input;
    expect(asked).toEqual([{ tenantCode, requestId, subject, details }, expect.any(String)]);
    expect({ status, output, seconds }).toEqual({
      status: 'SUCCEEDED',
      output: { status: 'approved', by: 'ann@example.com', at: '2025-01-01T00:01:00Z' },
      seconds: 60,
    });
    expect(states).toEqual(['WaitForApproval', 'ProcessApproval']);
  });

  test('that is rejected tells by whom, when and why, and asks no second time', async () => {
    let attempts = 0;
    const cause = { by: 'bob@example.com', at: '2025-01-01T00:01:00Z', reason: 'too much' };
    const { status, output, states } = await machine.run(input, {
      'approval/request': (_, task) => {
        attempts += 1;
        task.fail('ApprovalRejected', JSON.stringify(cause), 60);
      },
    });
    expect({ status, output, attempts }).toEqual({
      status: 'SUCCEEDED',
      output: { status: 'rejected', ...cause },
      attempts: 1,
    });
    expect(states).toEqual(['WaitForApproval', 'Rejected']);
  });

  test('that expires says so, and asks no second time', async () => {
    let attempts = 0;
    const { output, states } = await machine.run(input, {
      'approval/request': (_, task) => {
        attempts += 1;
        task.fail('ApprovalExpired', '{"at":"2025-01-01T01:00:00Z"}', 3_600);
      },
    });
    expect({ output, states, attempts }).toEqual({
      output: { status: 'expired' },
      states: ['WaitForApproval', 'Expired'],
      attempts: 1,
    });
  });

  test('that nobody ends, neither a person nor a sweep, ends by its own timeout', async () => {
    const { output, seconds } = await machine.run(input, { 'approval/request': () => null });
    expect({ output, seconds }).toEqual({ output: { status: 'expired' }, seconds: 7_200 });
  });

  test('whose request fails is asked again with another token', async () => {
    const tokens: unknown[] = [];
    const { status } = await machine.run(input, {
      'approval/request': (_, task) => {
        tokens.push(task.request.taskToken);
        if (task.attempt < 2) throw new Error('InternalErrorException');
        task.succeed({ approved: true, by: 'ann@example.com', at: '2025-01-01T00:01:00Z' });
      },
    });
    expect(status).toBe('SUCCEEDED');
    expect(new Set(tokens).size).toBe(3);
  });
});

coversEveryTransition(machine);
