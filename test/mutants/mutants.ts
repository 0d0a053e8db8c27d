import { importMutants } from './import-mutants';
import type { Mutant } from './mutate';
import { taskMutants } from './task-mutants';

/**
 * The safeguards of the protocol, each taken away. A mutant that behaves like the real thing does not belong here: what one guard
 * catches when another is gone is no test of either.
 */
export const mutants: readonly Mutant[] = [
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
    file: 'lambdas/command/targets/listing.ts',
    replace: [{ find: 'attribute_not_exists(#version) OR #version < :version', with: 'attribute_not_exists(nothing)' }],
  },
  {
    name: 'sync_data: a deleted entity leaves a tombstone in the read model',
    file: 'lambdas/command/targets/listing.ts',
    replace: [{ find: 'const TOMBSTONE_SECONDS = 24 * 60 * 60;', with: 'const TOMBSTONE_SECONDS = 0;' }],
  },
  {
    name: 'sync_data: a skipped version undoes what a failed attempt left in the read model',
    file: 'lambdas/command/targets/listing.ts',
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
  // finish
  {
    name: 'finish: the next version is woken',
    file: 'lambdas/command/finish.ts',
    replace: [{ find: 'if (settled.waiter !== undefined) await wakeNext(key, settled.waiter);', with: '' }],
  },
  {
    name: 'finish: a command is settled before the next version is woken',
    file: 'lambdas/command/finish.ts',
    replace: [
      {
        find: 'const now = new Date();\n    const settled',
        with: 'const now = new Date();\n    const early = (await readCommand(dynamodb, env.COMMANDS_TABLE, key))?.waiter;\n    if (early !== undefined) await wakeNext(key, early);\n    const settled',
      },
    ],
  },
  {
    name: 'finish: a command that was given up is settled as skipped',
    file: 'lambdas/command/finish.ts',
    replace: [
      {
        find: '#commandId = :commandId AND ${marked}',
        with: '#commandId = :commandId AND (${marked} OR attribute_exists(#commandId))',
      },
    ],
  },
  {
    name: 'finish: the time of settling stays',
    file: 'lambdas/command/finish.ts',
    replace: [{ find: '#settledAt = if_not_exists(#settledAt, :now), ', with: '#settledAt = :now, ' }],
  },
  {
    name: 'finish: a settled command leaves the index of open ones',
    file: 'lambdas/command/finish.ts',
    replace: [
      { find: 'REMOVE #open, #failure', with: 'REMOVE #failure' },
      { find: "          '#open': 'open',\n", with: '' },
    ],
  },
  // settle and repair
  {
    name: 'settle: what is settled does not fail',
    file: 'lambdas/command/attempts.ts',
    replace: [
      {
        find: "'#status IN (:accepted, :failed)',",
        with: "'(#status IN (:accepted, :failed) OR attribute_exists(#status))',",
      },
    ],
  },
  {
    name: 'settle: an event of an earlier attempt does not count',
    file: 'lambdas/command/attempts.ts',
    replace: [{ find: 'sameAttempt(run.attempt),', with: "'(attribute_exists(pk) OR #attempt = :attempt)'," }],
  },
  {
    name: 'settle: an event from before a redrive does not count',
    file: 'lambdas/command/attempts.ts',
    replace: [
      {
        find: "'(attribute_not_exists(#redrives) OR #redrives <= :redrives)',",
        with: "'(attribute_exists(pk) OR #redrives <= :redrives)',",
      },
    ],
  },
  {
    name: 'repair: only what is as it was seen is repaired',
    file: 'lambdas/command/attempts.ts',
    replace: [{ find: "'#status = :seen',", with: "'(#status = :seen OR attribute_exists(pk))'," }],
  },
  {
    name: 'repair: what data shows is not skipped',
    file: 'lambdas/command/repair.ts',
    replace: [
      {
        find: 'if (state.dataVersion >= key.version && state.dataCommandId === row.commandId) throw new AlreadyApplied(key);',
        with: '',
      },
    ],
  },
  // reconcile
  {
    name: 'reconcile: what has no execution is started',
    file: 'lambdas/command/repair.ts',
    replace: [
      { find: 'if (run === undefined) return this.start(row);', with: "if (run === undefined) return 'running';" },
    ],
  },
  {
    name: 'reconcile: an execution that ended unnoticed is recorded',
    file: 'lambdas/command/repair.ts',
    replace: [
      {
        find: 'if (run.redriveCount >= row.redrives) return this.fail(row, run);',
        with: "if (run.redriveCount >= row.redrives) return 'failed';",
      },
    ],
  },
  {
    name: 'reconcile: a redrive that was announced is done',
    file: 'lambdas/command/repair.ts',
    replace: [
      {
        find: "if (await this.executions.redrive(key, row.attempt, row.redrives)) return 'redriven';",
        with: "if (row.redrives > 0) return 'redriven';",
      },
    ],
  },
  {
    name: 'reconcile: who waits for what is settled is woken',
    file: 'lambdas/command/reconcile.ts',
    replace: [
      { find: "if (outcome === 'running' && !blocked && waiter !== undefined) await wake(sfn, waiter);", with: '' },
    ],
  },
  {
    name: 'reconcile: what is stuck is reported',
    file: 'lambdas/command/reconcile.ts',
    replace: [{ find: 'survey.stuck += 1;', with: '' }],
  },
  ...taskMutants,
  ...importMutants,
];
