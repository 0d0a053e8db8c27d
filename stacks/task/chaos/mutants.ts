import type { Mutant } from '@blueprint/test/mutants/mutate';

/** The safeguards around the items of a task, each taken away. */
export const mutants: readonly Mutant[] = [
  {
    name: 'task publisher: a name is claimed for one content',
    file: 'lambdas/task/publisher.ts',
    replace: [
      {
        find: "ConditionExpression: 'attribute_not_exists(pk) OR #digest = :digest',",
        with: "ConditionExpression: 'attribute_not_exists(pk) OR attribute_exists(#digest)',",
      },
    ],
  },
  {
    name: 'task publisher: a task is inserted once',
    file: 'lambdas/task/publisher.ts',
    replace: [{ find: "ConditionExpression: 'attribute_not_exists(pk)',", with: '' }],
  },
  {
    name: 'task publisher: the items are there before the task',
    file: 'lambdas/task/publisher.ts',
    replace: [{ find: 'await writeItems(', with: 'void writeItems(' }],
  },
  {
    name: 'task publisher: items that a throttled table left unwritten are written',
    file: 'lambdas/task/write-items.ts',
    replace: [{ find: 'if (Object.keys(request).length === 0) return;', with: 'return;' }],
  },
  {
    name: 'task trigger: a record that failed is reported',
    file: 'lambdas/task/trigger.ts',
    replace: [{ find: 'throw error;', with: '' }],
  },
  {
    name: 'task trigger: a status is told once, by whatever is delivered',
    file: 'lambdas/task/webhooks/notification.ts',
    replace: [
      { find: '.update(`${tenantCode}\\0${taskId}\\0${change.status}`)', with: '.update(String(Math.random()))' },
    ],
  },
  {
    name: 'task start: a message that failed is reported',
    file: 'lambdas/task/start.ts',
    replace: [{ find: 'throw error;', with: '' }],
  },
  {
    name: 'task start: the name of an execution follows from the task',
    file: 'lambdas/task/start.ts',
    replace: [{ find: 'name: executionName(key),', with: 'name: `${executionName(key)}-${Date.now()}`,' }],
  },
  {
    name: 'task items: an outcome is written once',
    file: 'lambdas/task/record-outcome.ts',
    replace: [{ find: "ConditionExpression: 'attribute_not_exists(pk)',", with: '' }],
  },
  {
    name: 'task items: an outcome that is there already is success',
    file: 'lambdas/task/record-outcome.ts',
    replace: [{ find: "if (ofOutcome === 'ConditionalCheckFailed') return false;", with: '' }],
  },
  {
    name: 'task items: the task is told to be processed before an item has an outcome',
    file: 'lambdas/task/iterator.ts',
    replace: [{ find: "if (statusesBefore('processing').includes(task.status)) {", with: 'if (Date.now() === 0) {' }],
  },
  {
    name: 'task status: one that comes late replaces none that is later',
    file: 'lambdas/task/raise-status.ts',
    replace: [
      {
        find: 'attribute_exists(pk) AND #status IN (',
        with: 'attribute_exists(#status) OR #status IN (',
      },
    ],
  },
  {
    name: 'task settle: what ends an execution without its Catch reaches the task',
    file: 'lambdas/platform/bad-end-handler.ts',
    replace: [{ find: 'if (!endedBadly(status)) return;', with: "if (status !== 'FAILED') return;" }],
  },
  {
    name: 'task settle_task: a redriven task sheds its failure',
    file: 'lambdas/task/raise-status.ts',
    replace: [
      {
        find: 'const settles = fields.endedAt !== undefined && fields.failure === undefined;',
        with: 'const settles = false;',
      },
    ],
  },
];
