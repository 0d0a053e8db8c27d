import type { Mutant } from './mutate';

/** The safeguards of accepting a command and starting its execution, each taken away. */
export const acceptMutants: readonly Mutant[] = [
  // The publisher
  {
    name: 'publisher: a version is taken once',
    file: 'lambdas/command/command-put.ts',
    replace: [{ find: "ConditionExpression: 'attribute_not_exists(pk)',", with: '' }],
  },
  {
    name: 'publisher: nothing is accepted on top of what nobody accepted',
    file: 'lambdas/command/publisher.ts',
    replace: [
      {
        find: 'return state.dataVersion === expectedVersion || state.command(expectedVersion) !== undefined;',
        with: 'return true;',
      },
    ],
  },
  {
    name: 'publisher: a repeated publish is the same publish',
    file: 'lambdas/command/publisher.ts',
    replace: [{ find: 'if (taken.command(expected + 1)?.commandId === commandId) return;', with: '' }],
  },
  {
    name: 'publisher: rows of another entity in the same range are not counted',
    file: 'lambdas/command/newest-commands.ts',
    replace: [
      {
        find: "FilterExpression: '#entitySk = :entitySk',",
        with: "FilterExpression: '#entitySk = :entitySk OR attribute_exists(#entitySk)',",
      },
    ],
  },
  // The trigger
  {
    name: 'trigger: the name of an execution follows from the command',
    file: 'lambdas/command/executions.ts',
    replace: [
      { find: 'name: executionName(key, attempt),', with: 'name: `${executionName(key, attempt)}-9${Date.now()}`,' },
    ],
  },
  {
    name: 'trigger: an execution that exists already is a success',
    file: 'lambdas/platform/executions.ts',
    replace: [{ find: "if (!isAwsError(error, 'ExecutionAlreadyExists')) throw error;", with: 'throw error;' }],
  },
  {
    name: 'trigger: a record that failed is reported',
    file: 'lambdas/command/trigger.ts',
    replace: [{ find: 'throw error;', with: '' }],
  },
  {
    name: 'trigger: a record that nobody can read is kept',
    file: 'lambdas/command/trigger.ts',
    replace: [{ find: 'await reject(env.REJECTED_QUEUE_URL, record, read.reason);', with: '' }],
  },
];
