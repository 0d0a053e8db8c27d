import type { Mutant } from './mutate';

/** The safeguards of writing a command to history, data and read models, each taken away. */
export const applyMutants: readonly Mutant[] = [
  // history, data, read models
  {
    name: 'history_copy: history is written once',
    file: 'lambdas/command/history-put.ts',
    replace: [{ find: "ConditionExpression: 'attribute_not_exists(pk)',", with: '' }],
  },
  {
    name: 'history_copy: data that has moved on is not copied',
    file: 'lambdas/command/history-copy.ts',
    replace: [{ find: 'if (version >= key.version) return key;', with: '' }],
  },
  {
    name: 'sync_data: data moves on from the version before',
    file: 'lambdas/command/targets/data.ts',
    replace: [
      {
        find: "{ ConditionExpression: '#version = :previous', previous: { ':previous': key.version - 1 } }",
        with: "{ ConditionExpression: 'attribute_exists(#version)', previous: {} }",
      },
    ],
  },
  {
    name: 'sync_data: data begins with version 1 once',
    file: 'lambdas/command/targets/data.ts',
    replace: [
      {
        find: "{ ConditionExpression: 'attribute_not_exists(pk)' }",
        with: "{ ConditionExpression: 'attribute_not_exists(nothing)' }",
      },
    ],
  },
  {
    name: 'sync_data: a data row that is there already is a success',
    file: 'lambdas/command/targets/data.ts',
    replace: [
      {
        find: 'if (row === undefined || row.version < key.version) throw',
        with: 'if (row === undefined || row.version <= key.version) throw',
      },
    ],
  },
  {
    name: 'sync_data: the read model does not go back',
    file: 'lambdas/command/targets/read-model-target.ts',
    replace: [{ find: 'attribute_not_exists(#version) OR #version < :version', with: 'attribute_not_exists(nothing)' }],
  },
  {
    name: 'sync_data: a deleted entity leaves a tombstone in the read model',
    file: 'lambdas/command/targets/read-model-target.ts',
    replace: [{ find: 'const TOMBSTONE_SECONDS = 24 * 60 * 60;', with: 'const TOMBSTONE_SECONDS = 0;' }],
  },
  {
    name: 'sync_data: a skipped version undoes what a failed attempt left in the read model',
    file: 'lambdas/command/targets/read-model-target.ts',
    replace: [
      { find: 'if (command.skip !== undefined) return restore(key);', with: 'if (command.skip !== undefined) return;' },
    ],
  },
  {
    name: 'sync_data: a retry of the state is harmless because there is one',
    file: 'stacks/constructs/lambda-task.ts',
    replace: [
      { find: "{ ErrorEquals: ['States.TaskFailed'], IntervalSeconds: 2, MaxAttempts: 3, BackoffRate: 2 },", with: '' },
    ],
  },
];
