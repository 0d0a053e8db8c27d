import type { Mutant } from '@blueprint/test/mutants/mutate';

/** The safeguards around the rows of a file, each taken away. */
export const mutants: readonly Mutant[] = [
  {
    name: 'import: a chunk is applied once',
    file: 'lambdas/import-csv/outcome.ts',
    replace: [{ find: "Item: next, ConditionExpression: 'attribute_not_exists(pk)' };", with: 'Item: next };' }],
  },
  {
    name: 'import: the ledger is written over what was seen only',
    file: 'lambdas/import-csv/outcome.ts',
    replace: [
      {
        find: "ConditionExpression: '#turn = :seen',",
        with: "ConditionExpression: 'attribute_exists(pk) OR #turn = :seen',",
      },
    ],
  },
  {
    name: 'import: a row is published once',
    file: 'lambdas/import-csv/publish-rows.ts',
    replace: [{ find: 'if (one.commandId === command.commandId) return undefined;', with: '' }],
  },
  {
    name: 'import: a row gives way to a later one when it is looked at',
    file: 'lambdas/import-csv/look-at.ts',
    replace: [{ find: 'if (isLaterRow(one, job, row)) return { newest, later: one.origin?.row };', with: '' }],
  },
  {
    name: 'import: data is looked at before commands',
    file: 'lambdas/import-csv/look-at.ts',
    replace: [
      { find: 'const before = await readData(dynamodb, tables.data, command);', with: '' },
      {
        find: '  if (later !== undefined) return',
        with: '  const before = await readData(dynamodb, tables.data, command);\n  if (later !== undefined) return',
      },
    ],
  },
  {
    name: 'import: the end of a command is counted once',
    file: 'lambdas/import-csv/settled-rows.ts',
    replace: [{ find: 'if (!isPublished && known === undefined) return outcome;', with: '' }],
  },
  {
    name: 'import: batches of failed children are processed again',
    file: 'lambdas/import-csv/finalize-parent-job.ts',
    replace: [{ find: 'job.results === undefined ? 0 : await', with: 'job.results !== undefined ? 0 : await' }],
  },
  {
    name: 'import: chunks that the stream gave up are applied on a redrive',
    file: 'lambdas/import-csv/finalize-parent-job.ts',
    replace: [{ find: 'if (isRedriven) {', with: 'if (isRedriven && job.results === undefined) {' }],
  },
];
