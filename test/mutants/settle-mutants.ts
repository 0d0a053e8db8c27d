import type { Mutant } from './mutate';

/** The safeguards of settling a command, and of mending one that failed or is stuck, each taken away. */
export const settleMutants: readonly Mutant[] = [
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
];
