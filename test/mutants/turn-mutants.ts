import type { Mutant } from './mutate';

/** The safeguards of a command's wait for its turn, each taken away. */
export const turnMutants: readonly Mutant[] = [
  // check_version
  {
    name: 'check_version: the predecessor is settled, not only shown by data',
    file: 'lambdas/command/reads.ts',
    replace: [
      {
        find: 'predecessor === undefined ? state.dataVersion >= version - 1 : isSettled(predecessor);',
        with: 'state.dataVersion >= version - 1;',
      },
    ],
  },
  {
    name: 'check_version: only the execution of the attempt on the row settles it',
    file: 'lambdas/command/check-version.ts',
    replace: [
      {
        find: 'if (attemptOf(key, execution) !== own.attempt) return',
        with: 'if (attemptOf(key, execution) === 0) return',
      },
    ],
  },
  {
    name: 'reads: entities are read consistently',
    file: 'lambdas/command/reads.ts',
    replace: [
      { find: '{ Keys: commandKeys, ConsistentRead: true, ...', with: '{ Keys: commandKeys, ...' },
      { find: 'sk: key.sk }], ConsistentRead: true, ...dataProjection', with: 'sk: key.sk }], ...dataProjection' },
    ],
  },
  {
    name: 'reads: data is read consistently',
    file: 'lambdas/command/reads.ts',
    replace: [
      { find: 'Key: { pk: key.pk, sk: key.sk }, ConsistentRead: true }', with: 'Key: { pk: key.pk, sk: key.sk } }' },
    ],
  },
  {
    name: 'reads: commands are read consistently',
    file: 'lambdas/command/reads.ts',
    replace: [{ find: '      ConsistentRead: true,\n    }),', with: '    }),' }],
  },
  {
    name: 'reads: keys that DynamoDB left unprocessed are asked for again',
    file: 'lambdas/command/reads.ts',
    replace: [{ find: 'if (Object.keys(request).length === 0) {', with: 'if (read >= 0) {' }],
  },
  // wait_prev_command
  {
    name: 'wait_prev_command: who finds the predecessor settled wakes itself',
    file: 'lambdas/command/wait-prev-command.ts',
    replace: [
      {
        find: 'if (await storeAndSee(key, waiter, turnOf(key, context))) {',
        with: 'if ((await storeAndSee(key, waiter, turnOf(key, context))) && key.version < 0) {',
      },
    ],
  },
  {
    name: 'wait_prev_command: each attempt overwrites the token',
    file: 'lambdas/command/wait-prev-command.ts',
    replace: [
      {
        find: '(attribute_not_exists(#waiterTurn) OR #waiterTurn <= :turn)',
        with: '(attribute_not_exists(#waiterTurn) OR #waiterTurn > :turn)',
      },
    ],
  },
  {
    name: 'wait_prev_command: a late write of an older token is refused',
    file: 'lambdas/command/wait-prev-command.ts',
    replace: [
      {
        find: '(attribute_not_exists(#waiterTurn) OR #waiterTurn <= :turn)',
        with: '(attribute_exists(pk) OR #waiterTurn <= :turn)',
      },
    ],
  },
  {
    name: 'wait_prev_command: the wait comes to an end',
    file: 'stacks/constructs/lambda-task.ts',
    replace: [{ find: 'TimeoutSeconds: timeoutSeconds,', with: 'TimeoutSeconds: 99_999_999,' }],
  },
];
