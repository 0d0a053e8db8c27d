import { createContext, Script } from 'node:vm';
import { evaluationLimit } from './evaluation-limit';
import { EvaluationTimeout } from './evaluation-timeout';

/** A text up to this long is matched in no time, however the pattern goes back and forth in it. */
const SHORT = 24;

const CONTEXT: { match?: () => RegExpExecArray | null } = createContext({});
const SCRIPT = new Script('match()');

/**
 * A regular expression whose match ends in time: one such as `(a+)+b` takes twice as long for each further character of a
 * text, and nothing else of the process goes on meanwhile.
 */
export class BoundedPattern extends RegExp {
  // Without two quantifiers in it no pattern goes back and forth for long.
  private readonly isSimple = (this.source.match(/[*+{]/g) ?? []).length < 2;

  /** @throws EvaluationTimeout */
  override exec(text: string): RegExpExecArray | null {
    if (this.isSimple || text.length <= SHORT) return super.exec(text);
    CONTEXT.match = () => super.exec(text);
    try {
      return SCRIPT.runInContext(CONTEXT, { timeout: evaluationLimit.ms }) as RegExpExecArray | null;
    } catch (error) {
      if ((error as { code?: string }).code === 'ERR_SCRIPT_EXECUTION_TIMEOUT') {
        throw new EvaluationTimeout(`The pattern '${this.source}' cannot be matched in time`);
      }
      throw error;
    }
  }
}
