import '../../fakes/environment';

/** Variables of the import functions under test. Import this first: handlers read their environment while they load. */
Object.assign(process.env, {
  IMPORT_TMP_TABLE: 'import_tmp',
  IMPORTS_BUCKET: 'imports-bucket',
  JOBS_DAYS: '90',
  ROWS_PER_BATCH: '500',
});
