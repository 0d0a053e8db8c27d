import { variableReferences } from '../definition/variable-references';
import { stateMachineDoesNotExist } from '../errors';
import type { StateMachine } from '../store/state-machines';
import { checkExecutionArn, parseStateMachineArn } from './arn';
import { ARN, Fields } from './fields';
import { pageOf } from './pages';
import { type Operation, seconds } from './service-context';

const INCLUDED = ['ALL_DATA', 'METADATA_ONLY'] as const;

/**
 * Of a version it tells what was published, and when; of an alias what its first version is.
 *
 * @see https://docs.aws.amazon.com/step-functions/latest/apireference/API_DescribeStateMachine.html
 */
export const describeStateMachine: Operation = ({ stateMachines, versions, aliases }, input) => {
  const fields = new Fields(input, ['stateMachineArn', 'includedData']);
  const whole = fields.optionalOneOf('includedData', INCLUDED) !== 'METADATA_ONLY';
  const arn = fields.text('stateMachineArn', ARN);
  const always = (type: string) => ({ status: 'ACTIVE', type });
  if (parseStateMachineArn(arn).qualifier === undefined) {
    const found = stateMachines.get(arn);
    return { ...describe(found, whole), ...always(found.type), creationDate: seconds(found.createdAt) };
  }
  const version = versions.find(aliases.find(arn)?.routes[0]?.versionArn ?? arn);
  if (!version) throw stateMachineDoesNotExist(arn);
  const { stateMachine, description, createdAt } = version;
  return {
    ...describe(stateMachine, whole),
    ...always(stateMachine.type),
    stateMachineArn: version.arn,
    ...(description === undefined ? {} : { description }),
    creationDate: seconds(createdAt),
  };
};

/** @see https://docs.aws.amazon.com/step-functions/latest/apireference/API_DescribeStateMachineForExecution.html */
export const describeStateMachineForExecution: Operation = (context, input) => {
  const fields = new Fields(input, ['executionArn', 'includedData']);
  const whole = fields.optionalOneOf('includedData', INCLUDED) !== 'METADATA_ONLY';
  const { stateMachine, run } = context.executions.get(checkExecutionArn(fields.text('executionArn', ARN)));
  const { mapRun, stateMachineArn } = run.execution;
  const child = mapRun
    ? { mapRunArn: mapRun.arn, label: stateMachineArn.slice(stateMachineArn.lastIndexOf('/') + 1) }
    : {};
  return { ...describe(stateMachine, whole), ...child, updateDate: seconds(stateMachine.updatedAt) };
};

export const listStateMachines: Operation = (context, input) => {
  const all = context.stateMachines.all().sort((a, b) => (a.name < b.name ? -1 : 1));
  const { items, ...next } = pageOf(all, new Fields(input, ['maxResults', 'nextToken']), {
    operation: 'ListStateMachines',
    clock: context.clock,
    position: ({ name }) => [name],
  });
  const stateMachines = items.map(({ arn, name, type, createdAt }) => ({
    stateMachineArn: arn,
    name,
    type,
    creationDate: seconds(createdAt),
  }));
  return { stateMachines, ...next };
};

/** What all descriptions of a state machine tell. @param whole whether the definition is among it. */
function describe(stateMachine: StateMachine, whole: boolean) {
  const { arn, name, definition, roleArn, logging, tracingConfiguration } = stateMachine;
  const { revisionId, encryptionConfiguration } = stateMachine;
  const references = whole ? variableReferences(definition) : {};
  return {
    stateMachineArn: arn,
    name,
    definition: whole ? definition : '{}',
    roleArn,
    loggingConfiguration: logging,
    tracingConfiguration,
    encryptionConfiguration,
    ...(revisionId === undefined ? {} : { revisionId }),
    ...(Object.keys(references).length === 0 ? {} : { variableReferences: references }),
  };
}
