/**
 * The errors of the import workflow. `name` is what the state machine matches, so it is set by hand: a minified class would carry
 * another.
 */
export class UnknownTable extends Error {
  override readonly name = 'UnknownTable';
  constructor(table: string, known: readonly string[]) {
    super(`tableName "${table}" is not registered; known are ${known.join(', ')}. Add it to import-csv/tables.`);
  }
}

/** The file can't be read faithfully, or is not there. The import is over; the message says what to do with the file. */
export class FileRefused extends Error {
  override readonly name = 'FileRefused';
}

/** Rows of the import have no final state yet: the Retry of `finalize_parent_job` asks again. */
export class RowsPending extends Error {
  override readonly name = 'RowsPending';
}

/** There is no such import, or it has expired. */
export class ImportMissing extends Error {
  override readonly name = 'ImportMissing';
}

/** A row of `import_tmp` is not as this project writes it. */
export class CorruptImport extends Error {
  override readonly name = 'CorruptImport';
}

/** DynamoDB refused rows of a batch time and again: throttled, or many transactions on the same rows. A retry may do. */
export class Contended extends Error {
  override readonly name = 'Contended';
}
