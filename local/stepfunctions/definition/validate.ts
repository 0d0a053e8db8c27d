import type { Integrations } from '../integrations/integrations';
import { isObject, type JsonObject, type JsonValue, parseJson } from '../json';
import { jsonFault } from '../json-fault';
import { type Diagnostic, Diagnostics } from './diagnostics';
import { type StateMachineType, validateMachine } from './validate-machine';
import { warningsOf } from './warnings';

/** Outcome of reading a definition: its faults, or the document when it has none. */
export type Validation = { diagnostics: Diagnostic[]; definition?: JsonObject };

/** The longest definition, in bytes. @see https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html */
export const LONGEST_DEFINITION = 1_048_576;

/**
 * Finds what AWS would refuse in a definition, and what this engine does not carry out. A definition without faults
 * runs as AWS would run it.
 */
export function validateDefinition(text: string, type: StateMachineType, integrations: Integrations): Validation {
  const parsed = parse(text);
  if ('fault' in parsed) return { diagnostics: [parsed.fault] };
  const diagnostics = new Diagnostics();
  validateMachine(parsed.definition, type, integrations, diagnostics);
  if (diagnostics.found.length > 0) return { diagnostics: diagnostics.found };
  return { diagnostics: [], definition: parsed.definition };
}

/** What `warningsOf` finds in a definition; nothing in a text that is none. */
export function definitionWarnings(text: string): Diagnostic[] {
  const parsed = parse(text);
  return 'fault' in parsed ? [] : warningsOf(parsed.definition);
}

function parse(text: string): { definition: JsonObject } | { fault: Diagnostic } {
  if (text.trim().length === 0) return { fault: schemaFault('Definition must be a valid JSON object') };
  let value: JsonValue;
  try {
    value = parseJson(text);
  } catch {
    return { fault: jsonFaultOf(text) };
  }
  if (!isObject(value)) return { fault: schemaFault('Definition must be a valid JSON object') };
  return { definition: value };
}

/** So many characters of a definition AWS shows. */
const SHOWN = 500;

function jsonFaultOf(text: string): Diagnostic {
  const { message, line, column } = jsonFault(text);
  const cut = text.length > SHOWN ? `[truncated ${text.length - SHOWN} chars]` : '';
  const location = `[Source: (String)"${text.slice(0, SHOWN)}"${cut}; line: ${line}, column: ${column}]`;
  return { severity: 'ERROR', code: 'INVALID_JSON_DESCRIPTION', message: `${message}\n at ${location}`, location };
}

const schemaFault = (message: string): Diagnostic => ({ severity: 'ERROR', code: 'SCHEMA_VALIDATION_FAILED', message });

/** The diagnostics as CreateStateMachine puts them into one message. */
export function describeDiagnostics(diagnostics: Diagnostic[]): string {
  return diagnostics
    .map(({ code, message, location }) => {
      // That of a text which is no JSON has its place in the message already.
      const told = code === 'INVALID_JSON_DESCRIPTION' || (location === undefined && code !== 'MISSING_END_STATE');
      return `${code}: ${message}${told ? '' : ` at ${location ?? null}`}`;
    })
    .join(', ');
}
