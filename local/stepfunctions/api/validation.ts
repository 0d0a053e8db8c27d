import { definitionWarnings, LONGEST_DEFINITION, validateDefinition } from '../definition/validate';
import { Fields } from './fields';
import type { Operation } from './service-context';

/** What CreateStateMachine would say to a definition, and warnings if they are asked for. `terraform plan` asks it for every state machine. */
export const validateStateMachineDefinition: Operation = ({ integrations }, input) => {
  const fields = new Fields(input, ['definition', 'type', 'severity', 'maxResults']);
  const definition = fields.text('definition', { max: LONGEST_DEFINITION });
  const type = fields.optionalOneOf('type', ['STANDARD', 'EXPRESS']) ?? 'STANDARD';
  const severity = fields.optionalOneOf('severity', ['ERROR', 'WARNING']) ?? 'ERROR';
  const most = fields.optionalInteger('maxResults', { min: 0, max: 100 }) || 100;
  const errors = validateDefinition(definition, type, integrations).diagnostics;
  const diagnostics = severity === 'WARNING' ? [...errors, ...definitionWarnings(definition)] : errors;
  return {
    result: errors.length > 0 ? 'FAIL' : 'OK',
    diagnostics: diagnostics.slice(0, most),
    truncated: diagnostics.length > most,
  };
};
