import type { JsonObject } from '../definition/json';
import type { Workflow } from '../definition/workflow';
import { assertLinted, type LintOptions } from '../lint/lint';
import { escapeForTerraform } from './terraform';
import { validateAsl } from './validator';

/** How `toAsl` writes a definition. */
export interface AslOptions extends LintOptions {
  /**
   * `terraform` (when absent): template sequences are escaped, all but CDKTF's tokens. `none`: the text as Step Functions
   * gets it, for running it without Terraform.
   */
  readonly escape?: 'terraform' | 'none';
}

const largest = 1_048_576;

/** A definition that is larger than Step Functions takes. */
export class DefinitionSizeError extends Error {
  override readonly name = 'DefinitionSizeError';
}

/**
 * A workflow's definition as JSON text: what `definition` of a state machine takes. It is linted first, and then checked
 * by asl-validator.
 * @throws LintError with every finding
 * @throws AslError when asl-validator knows better
 * @throws DefinitionSizeError above 1 MB (1,048,576 bytes), AWS's limit
 * @see https://states-language.net
 */
export function toAsl(workflow: Workflow, options: AslOptions = {}): string {
  assertLinted(workflow, options);
  const { Comment, ...rest } = workflow;
  const definition = { ...(Comment === undefined ? {} : { Comment }), QueryLanguage: 'JSONata', ...rest };
  const json = JSON.stringify(definition);
  const size = Buffer.byteLength(json);
  if (size > largest) {
    throw new DefinitionSizeError(
      `The definition has ${size} bytes, and Step Functions takes ${largest}. Split the workflow, and start one part from the other.`,
    );
  }
  // Parsed from JSON text, it is JSON.
  validateAsl(JSON.parse(json) as JsonObject);
  return options.escape === 'none' ? json : escapeForTerraform(json);
}
