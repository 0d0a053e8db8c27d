import { compileMachine } from '../definition/compile';
import type { Machine } from '../definition/machine';
import { describeDiagnostics, LONGEST_DEFINITION, validateDefinition } from '../definition/validate';
import type { StateMachineType } from '../definition/validate-machine';
import { invalidDefinition, StepFunctionsError } from '../errors';
import { uuid } from '../expressions/functions';
import type { StateMachine } from '../store/state-machines';
import { checkExecutionArn, checkName, checkRoleArn, checkStateMachineArn, stateMachineArn } from './arn';
import { readEncryption, readLogging, readTracing, refusePublish } from './configurations';
import { ARN, Fields } from './fields';
import { pageOf } from './pages';
import { type Operation, type ServiceContext, seconds } from './service-context';
import { readTags } from './tags';

const TYPES: readonly StateMachineType[] = ['STANDARD', 'EXPRESS'];
const CONFIGURATIONS = ['loggingConfiguration', 'tracingConfiguration', 'encryptionConfiguration'];

export const createStateMachine: Operation = (context, input) => {
  const members = ['name', 'definition', 'roleArn', 'type', 'tags', 'publish', 'versionDescription', ...CONFIGURATIONS];
  const fields = new Fields(input, members);
  refusePublish(fields);
  const name = checkName(fields.text('name', { min: 1, max: 80 }));
  const definition = fields.text('definition', { min: 1, max: LONGEST_DEFINITION });
  const roleArn = checkRoleArn(fields.text('roleArn', ARN));
  const type = fields.optionalOneOf('type', TYPES) ?? 'STANDARD';
  const arn = stateMachineArn(context, name);
  const now = context.clock.now();
  const encryptionConfiguration = readEncryption(fields);
  const created: StateMachine = {
    arn,
    name,
    roleArn,
    definition,
    machine: makeMachine(context, definition, type),
    logging: readLogging(fields) ?? { level: 'OFF', includeExecutionData: false, destinations: [] },
    tracingConfiguration: readTracing(fields) ?? { enabled: false },
    ...(encryptionConfiguration ? { encryptionConfiguration } : {}),
    createdAt: now,
    updatedAt: now,
    tags: readTags(fields),
  };
  const existing = context.stateMachines.find(arn);
  if (!existing) context.stateMachines.put(created);
  else if (!isSame(existing, created)) {
    throw new StepFunctionsError('StateMachineAlreadyExists', `State Machine Already Exists: '${arn}'`);
  }
  return { stateMachineArn: arn, creationDate: seconds(existing?.createdAt ?? now) };
};

/** Creating is idempotent while all of this stays as it is. Role and tags don't count. */
function isSame(a: StateMachine, b: StateMachine): boolean {
  const telling = ({ definition, logging, tracingConfiguration, encryptionConfiguration }: StateMachine) =>
    JSON.stringify([definition, logging, tracingConfiguration, encryptionConfiguration]);
  return telling(a) === telling(b);
}

export const updateStateMachine: Operation = (context, input) => {
  const members = ['stateMachineArn', 'definition', 'roleArn', 'publish', 'versionDescription', ...CONFIGURATIONS];
  const fields = new Fields(input, members);
  refusePublish(fields);
  const existing = context.stateMachines.get(checkStateMachineArn(fields.text('stateMachineArn', ARN)));
  const definition = fields.optionalText('definition', { min: 1, max: LONGEST_DEFINITION });
  const roleArn = fields.optionalText('roleArn', ARN);
  const logging = readLogging(fields);
  const tracingConfiguration = readTracing(fields);
  const encryptionConfiguration = readEncryption(fields);
  const change = {
    ...(definition === undefined ? {} : { definition, machine: makeMachine(context, definition, 'STANDARD') }),
    ...(roleArn === undefined ? {} : { roleArn: checkRoleArn(roleArn) }),
    ...(logging ? { logging } : {}),
    ...(tracingConfiguration ? { tracingConfiguration } : {}),
    ...(encryptionConfiguration ? { encryptionConfiguration } : {}),
  };
  if (Object.keys(change).length === 0) {
    const message =
      'Either the definition, the role ARN, the LoggingConfiguration, or the TracingConfiguration must be specified';
    throw new StepFunctionsError('MissingRequiredParameter', message);
  }
  const updatedAt = context.clock.now();
  const revisionId = uuid(context.random);
  context.stateMachines.put({ ...existing, ...change, updatedAt, revisionId });
  return { updateDate: seconds(updatedAt), revisionId };
};

/** Ends what is running as aborted; with the state machine its executions are gone. */
export const deleteStateMachine: Operation = async (context, input) => {
  const fields = new Fields(input, ['stateMachineArn']);
  const arn = checkStateMachineArn(fields.text('stateMachineArn', ARN));
  context.stateMachines.delete(arn);
  const all = context.executions.of(arn);
  const running = all.filter(({ run }) => run.execution.status === 'RUNNING');
  await Promise.all(running.map(({ run }) => run.stop({})));
  for (const { run } of all) context.mapRuns.deleteOf(run.execution.arn);
  context.executions.deleteOf(arn);
  return {};
};

export const describeStateMachine: Operation = (context, input) => {
  const fields = new Fields(input, ['stateMachineArn', 'includedData']);
  fields.optionalOneOf('includedData', ['ALL_DATA', 'METADATA_ONLY']);
  const found = context.stateMachines.get(checkStateMachineArn(fields.text('stateMachineArn', ARN)));
  return { ...describe(found), status: 'ACTIVE', type: 'STANDARD', creationDate: seconds(found.createdAt) };
};

export const describeStateMachineForExecution: Operation = (context, input) => {
  const fields = new Fields(input, ['executionArn', 'includedData']);
  fields.optionalOneOf('includedData', ['ALL_DATA', 'METADATA_ONLY']);
  const { stateMachine, run } = context.executions.get(checkExecutionArn(fields.text('executionArn', ARN)));
  const { mapRun, stateMachineArn } = run.execution;
  const child = mapRun
    ? { mapRunArn: mapRun.arn, label: stateMachineArn.slice(stateMachineArn.lastIndexOf('/') + 1) }
    : {};
  return { ...describe(stateMachine), ...child, updateDate: seconds(stateMachine.updatedAt) };
};

export const listStateMachines: Operation = (context, input) => {
  const all = context.stateMachines.all().sort((a, b) => (a.name < b.name ? -1 : 1));
  const { items, ...next } = pageOf(all, new Fields(input, ['maxResults', 'nextToken']));
  const stateMachines = items.map(({ arn, name, createdAt }) => ({
    stateMachineArn: arn,
    name,
    type: 'STANDARD',
    creationDate: seconds(createdAt),
  }));
  return { stateMachines, ...next };
};

/** What all descriptions of a state machine tell. */
function describe(stateMachine: StateMachine) {
  const { arn, name, definition, roleArn, logging, tracingConfiguration } = stateMachine;
  const { revisionId, encryptionConfiguration } = stateMachine;
  const { destinations, ...levels } = logging;
  return {
    stateMachineArn: arn,
    name,
    definition,
    roleArn,
    loggingConfiguration: destinations.length > 0 ? logging : levels,
    tracingConfiguration,
    ...(encryptionConfiguration ? { encryptionConfiguration } : {}),
    ...(revisionId === undefined ? {} : { revisionId }),
  };
}

/** @throws InvalidDefinition */
function makeMachine({ integrations }: ServiceContext, definition: string, type: StateMachineType): Machine {
  const validation = validateDefinition(definition, type, integrations);
  if (!validation.definition) throw invalidDefinition(describeDiagnostics(validation.diagnostics));
  return compileMachine(validation.definition);
}
