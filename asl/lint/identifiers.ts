import { isJsonArray, isJsonata, type JsonValue } from '../definition/json';
import type { AnyState, AnyTask } from '../definition/workflow';
import { readKind } from '../integrations/arguments';
import type { NamedIdentifier } from '../integrations/integration';
import { called, type StateRule } from './finding';
import { integrationOf } from './tasks';

function identifiersOfTask(task: AnyTask): readonly NamedIdentifier[] {
  const known = integrationOf(task);
  const given: { readonly [name: string]: JsonValue | undefined } = task.Arguments;
  const credentials = task.Credentials ? [{ argument: 'Credentials.RoleArn', value: task.Credentials.RoleArn }] : [];
  if (known === undefined) return credentials;
  const named = Object.entries(known.integration.arguments).flatMap(([argument, declared]): NamedIdentifier[] => {
    const { kind } = readKind(declared);
    const value = given[argument] ?? given[`${argument}.$`];
    if (value === undefined) return [];
    if (kind === 'identifier') return [{ argument: given[argument] === undefined ? `${argument}.$` : argument, value }];
    return kind === 'identifiers' && isJsonArray(value) ? value.map((each) => ({ argument, value: each })) : [];
  });
  return [...named, ...(known.integration.nestedIdentifiers?.(task.Arguments) ?? []), ...credentials];
}

function identifiersOf(state: AnyState): readonly NamedIdentifier[] {
  if (state.Type === 'Task') return identifiersOfTask(state);
  if (state.Type !== 'Map') return [];
  const { ItemReader: reader, ResultWriter: writer } = state;
  return [
    ...(reader ? [{ argument: 'ItemReader.Arguments.Bucket', value: reader.Arguments.Bucket }] : []),
    ...(writer?.Arguments ? [{ argument: 'ResultWriter.Arguments.Bucket', value: writer.Arguments.Bucket }] : []),
  ];
}

function isDynamic({ argument, value }: NamedIdentifier): boolean {
  return typeof value !== 'string' || isJsonata(value) || value.startsWith('$.') || argument.endsWith('.$');
}

/** Whether IAM would take a literal for a pattern. The version of an object to copy follows a `?` that no ARN has. */
function hasWildcard({ argument, value }: NamedIdentifier): boolean {
  const named = argument === 'CopySource' ? String(value).replace(/\?versionId=/, '') : String(value);
  return /[*?]/.test(named);
}

function problem(identifier: NamedIdentifier): string | undefined {
  if (isDynamic(identifier)) {
    return 'and what a workflow acts on must be a literal or a token, so that its policy can name it. To act on one of several, choose between states.';
  }
  if (!hasWildcard(identifier)) return undefined;
  return 'and IAM takes * and ? for any other characters: the role could act on every resource whose name fits. Name the one resource.';
}

/**
 * What a workflow acts on is a literal or a token, never a value of its data and never a pattern: the role's policy can then
 * name it, and no input can point the workflow at another resource.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html
 */
export const resourceIdentifier: StateRule = ({ name, state, inside }) =>
  identifiersOf(state).flatMap((identifier) => {
    const why = problem(identifier);
    const { argument, value } = identifier;
    return why === undefined
      ? []
      : [
          {
            rule: 'resource-identifier',
            state: name,
            message: `State ${called(name, inside)}: ${argument} is ${JSON.stringify(value)}, ${why}`,
          },
        ];
  });
