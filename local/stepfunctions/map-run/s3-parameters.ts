import { refusal } from '../definition/diagnostics';
import type { JsonObject } from '../json';
import { S3_PARAMETERS } from '../supported';

/**
 * What is wrong with the names of what an ItemReader or a ResultWriter gives an operation of S3, in the words for those
 * of a Task: members that the operation does not have, and those that are not carried out.
 *
 * @param given with the names as the operation has them.
 */
export function s3ParameterProblems(operation: keyof typeof S3_PARAMETERS, given: JsonObject): string[] {
  const members = S3_PARAMETERS[operation];
  return Object.keys(given).flatMap((name) => {
    const support = Object.hasOwn(members, name) ? members[name] : undefined;
    if (support === undefined) return [`The field '${name}' is not supported by Step Functions`];
    return typeof support === 'object' ? [refusal(`The field '${name}'`, support)] : [];
  });
}
