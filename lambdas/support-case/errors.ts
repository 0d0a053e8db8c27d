/** The errors of the support-case workflow. `name` is what the state machine matches: a minified class would carry another. */
interface CaseName {
  readonly tenantCode: string;
  readonly caseId: string;
}

const the = ({ tenantCode, caseId }: CaseName) => `case ${caseId} of tenant ${tenantCode}`;

/** The id is taken by a case that another execution works on. */
export class CaseConflict extends Error {
  override readonly name = 'CaseConflict';
  constructor(one: CaseName) {
    super(`${the(one)} was opened by another execution. Choose another caseId.`);
  }
}

/** The case's row is not there: it was deleted, or the execution did not begin with `Open Case`. */
export class CaseMissing extends Error {
  override readonly name = 'CaseMissing';
  constructor(one: CaseName) {
    super(`there is no row of ${the(one)}. Was it deleted?`);
  }
}
