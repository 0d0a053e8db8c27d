import { expressionOf, isJsonata } from '../definition/json';
import { evaluatedStrings } from '../jsonata/expressions';
import { type Expression, JsonataSyntaxError, parse } from '../jsonata/parse';
import { called, type StateRule } from './finding';

/** Whether an expression calls `$eval`, or gives it to another function to call. */
function evaluates(node: Expression): boolean {
  return node.calls === 'eval' || (node.type === 'variable' && node.value === 'eval') || node.children.some(evaluates);
}

function problem(text: string): string | undefined {
  const [opens, closes] = [text.startsWith('{%'), text.endsWith('%}')];
  if (opens !== closes) {
    return `begins or ends as an expression, and is not one: Step Functions would take ${JSON.stringify(text)} as text. Put it between {% and %}.`;
  }
  if (!isJsonata(text)) return undefined;
  try {
    return evaluates(parse(expressionOf(text)))
      ? `uses $eval, which Step Functions does not have, in ${text}. Write the expression itself there.`
      : undefined;
  } catch (error) {
    if (error instanceof JsonataSyntaxError) return `does not parse: ${error.message}, in ${text}`;
    throw error;
  }
}

/**
 * Every expression parses: AWS would reject the state machine otherwise. None uses `$eval`, the one function of JSONata that
 * Step Functions leaves out, and behind which no rule sees what is read.
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/transforming-data.html
 */
export const jsonataSyntax: StateRule = ({ name, state, inside }) =>
  evaluatedStrings(state).flatMap(({ path, text }) => {
    const found = problem(text);
    return found === undefined
      ? []
      : [{ rule: 'jsonata-syntax', state: name, message: `State ${called(name, inside)}: ${path} ${found}` }];
  });
