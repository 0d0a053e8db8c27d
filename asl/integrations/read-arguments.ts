import { isJsonata, type JsonValue } from '../definition/json';
import { leadingLiteral } from '../jsonata/leading-literal';
import type { Call } from './integration';
import { PolicyError } from './policy-scope';

/** A string that the policy is made from; a missing one, or a JSONata expression, is an error that names the state. */
export function literal(call: Call, argument: string): string {
  return literalValue(call, argument, call.arguments[argument]);
}

/** The same, where AWS has a default for what is left out. */
export function literalOr(call: Call, argument: string, otherwise: string): string {
  return call.arguments[argument] === undefined ? otherwise : literal(call, argument);
}

/** The same, for a value found deeper in the arguments. */
export function literalValue(call: Call, argument: string, value: JsonValue | undefined): string {
  if (typeof value === 'string' && !isJsonata(value)) return value;
  throw new PolicyError(
    `State "${call.state}": the policy is made from ${argument}, so it must be a literal or a token; it is ${
      value === undefined ? 'missing' : JSON.stringify(value)
    }.`,
  );
}

/**
 * An ARN pattern for a name that the workflow may make as it runs: the name itself when it is a literal, otherwise what
 * the expression is sure to begin with, and `*`.
 * @throws PolicyError when what is known of the name has a wildcard of its own, which the service takes for a character and
 *   IAM for any others
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html
 */
export function nameOrPattern(call: Call, argument: string, value: JsonValue | undefined): string {
  if (typeof value !== 'string') return '*';
  const known = isJsonata(value) ? leadingLiteral(value) : value;
  if (/[*?]/.test(known)) {
    throw new PolicyError(
      `State "${call.state}": ${argument} is ${JSON.stringify(value)}, and IAM takes * and ? for any other characters: the role could act on everything whose name fits. Choose a name without them.`,
    );
  }
  return isJsonata(value) ? `${known}*` : known;
}
