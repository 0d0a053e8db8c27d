import '../../fakes/environment';

/** Variables of this workflow's functions, beside those of all. Import this before a handler. */
process.env.CASES_TABLE = 'cases';
