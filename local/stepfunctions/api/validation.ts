import { LONGEST_DEFINITION, validateDefinition } from '../definition/validate';
import { Fields } from './fields';
import type { Operation } from './service-context';

/** What CreateStateMachine would say to a definition. `terraform plan` asks it for every state machine. */
export const validateStateMachineDefinition: Operation = ({ integrations }, input) => {
  const fields = new Fields(input, ['definition', 'type', 'severity', 'maxResults']);
  const definition = fields.text('definition', { max: LONGEST_DEFINITION });
  const type = fields.optionalOneOf('type', ['STANDARD', 'EXPRESS']) ?? 'STANDARD';
  fields.optionalOneOf('severity', ['ERROR', 'WARNING']);
  const most = fields.optionalInteger('maxResults', { min: 0, max: 100 }) || 100;
  const { diagnostics } = validateDefinition(definition, type, integrations);
  return {
    result: diagnostics.length > 0 ? 'FAIL' : 'OK',
    diagnostics: diagnostics.slice(0, most),
    truncated: diagnostics.length > most,
  };
};
