import { compileMachine } from '../definition/compile';
import type { Machine } from '../definition/machine';
import { describeDiagnostics, LONGEST_DEFINITION, validateDefinition } from '../definition/validate';
import type { StateMachineType } from '../definition/validate-machine';
import { invalidDefinition, StepFunctionsError, validationException } from '../errors';
import { uuid } from '../expressions/functions';
import { checkLogDestination } from '../integrations/log-destination';
import { checkManagedRule } from '../integrations/managed-rule';
import { mockable } from '../integrations/optimized';
import { EXPRESS_SECONDS } from '../interpreter/express';
import type { StateMachine } from '../store/state-machines';
import { checkName, checkRoleArn, parseStateMachineArn, stateMachineArn } from './arn';
import {
  AWS_OWNED_KEY,
  type Publication,
  readEncryption,
  readLogging,
  readPublication,
  readTracing,
} from './configurations';
import { ARN, Fields } from './fields';
import { type Operation, type ServiceContext, seconds } from './service-context';
import { readTags } from './tags';
import { publish } from './versions';

const TYPES: readonly StateMachineType[] = ['STANDARD', 'EXPRESS'];
const CONFIGURATIONS = ['loggingConfiguration', 'tracingConfiguration', 'encryptionConfiguration'];

/** @see https://docs.aws.amazon.com/step-functions/latest/apireference/API_CreateStateMachine.html */
export const createStateMachine: Operation = async (context, input) => {
  const members = ['name', 'definition', 'roleArn', 'type', 'tags', 'publish', 'versionDescription', ...CONFIGURATIONS];
  const fields = new Fields(input, members);
  const creation = readPublication(fields);
  const name = checkName(fields.text('name', { min: 1, max: 80 }));
  const definition = fields.text('definition', { min: 1, max: LONGEST_DEFINITION });
  const roleArn = checkRoleArn(fields.text('roleArn', ARN));
  const type = fields.optionalOneOf('type', TYPES) ?? 'STANDARD';
  const arn = stateMachineArn(context, name);
  const now = context.clock.now();
  const created: StateMachine = {
    arn,
    name,
    type,
    roleArn,
    definition,
    machine: makeMachine(context, name, definition, type),
    logging: readLogging(fields) ?? { level: 'OFF', includeExecutionData: false },
    tracingConfiguration: readTracing(fields) ?? { enabled: false },
    encryptionConfiguration: readEncryption(fields) ?? AWS_OWNED_KEY,
    createdAt: now,
    updatedAt: now,
    creation,
    tags: readTags(fields),
  };
  await checkRole(created, context);
  const existing = context.stateMachines.find(arn);
  if (!existing) context.stateMachines.put(created);
  else if (!isSame(existing, created)) {
    throw new StepFunctionsError('StateMachineAlreadyExists', `State Machine Already Exists: '${arn}'`);
  }
  const current = existing ?? created;
  const answer = { stateMachineArn: arn, creationDate: seconds(current.createdAt) };
  return { ...answer, ...published(context, current, creation) };
};

/** What the service does in the name of the role before anything runs. */
async function checkRole({ machine, roleArn, logging }: StateMachine, context: ServiceContext): Promise<void> {
  await checkManagedRule(machine, roleArn, context, context.integrations);
  await checkLogDestination(logging, roleArn, context.integrations);
}

/** Creating is idempotent while all of this stays as it is. Role and tags don't count. */
function isSame(a: StateMachine, b: StateMachine): boolean {
  const telling = ({
    type,
    definition,
    logging,
    tracingConfiguration,
    encryptionConfiguration,
    creation,
  }: StateMachine) =>
    JSON.stringify([type, definition, logging, tracingConfiguration, encryptionConfiguration, creation]);
  return telling(a) === telling(b);
}

/** Publishes the revision if that is wanted. */
function published(context: ServiceContext, stateMachine: StateMachine, publication: Publication) {
  if (!publication.publish) return {};
  return { stateMachineVersionArn: publish(context, stateMachine, publication.versionDescription).arn };
}

/** Without a difference there is no new revision. @see https://docs.aws.amazon.com/step-functions/latest/apireference/API_UpdateStateMachine.html */
export const updateStateMachine: Operation = async (context, input) => {
  const members = ['stateMachineArn', 'definition', 'roleArn', 'publish', 'versionDescription', ...CONFIGURATIONS];
  const fields = new Fields(input, members);
  const publication = readPublication(fields);
  const arn = fields.text('stateMachineArn', ARN);
  parseStateMachineArn(arn);
  const existing = context.stateMachines.get(arn);
  const definition = fields.optionalText('definition', { min: 1, max: LONGEST_DEFINITION });
  const roleArn = fields.optionalText('roleArn', ARN);
  const logging = readLogging(fields);
  const tracingConfiguration = readTracing(fields);
  const encryptionConfiguration = readEncryption(fields);
  const change = {
    ...(definition === undefined
      ? {}
      : { definition, machine: makeMachine(context, existing.name, definition, existing.type) }),
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
  const now = context.clock.now();
  const changed = { ...existing, ...change };
  const current =
    revision(changed) === revision(existing)
      ? existing
      : { ...changed, updatedAt: now, revisionId: uuid(context.random) };
  await checkRole(current, context);
  // What another request has made of it meanwhile stays, and what it has deleted stays deleted.
  if (context.stateMachines.get(arn) !== existing) return updateStateMachine(context, input);
  context.stateMachines.put(current);
  const { revisionId } = current;
  return {
    updateDate: seconds(now),
    ...(revisionId === undefined ? {} : { revisionId }),
    ...published(context, current, publication),
  };
};

/** All that a revision differs by from another. */
function revision({
  definition,
  roleArn,
  logging,
  tracingConfiguration,
  encryptionConfiguration,
}: StateMachine): string {
  return JSON.stringify([definition, roleArn, logging, tracingConfiguration, encryptionConfiguration]);
}

/**
 * Ends what is running as aborted; with the state machine its versions, aliases and executions are gone. Executions of
 * an EXPRESS state machine come to their end by themselves.
 */
export const deleteStateMachine: Operation = async (context, input) => {
  const fields = new Fields(input, ['stateMachineArn']);
  const arn = fields.text('stateMachineArn', ARN);
  if (parseStateMachineArn(arn).qualifier !== undefined) {
    const message = 'To delete a version or an alias, use DeleteStateMachineVersion or DeleteStateMachineAlias';
    throw validationException(message);
  }
  context.stateMachines.delete(arn);
  context.versions.deleteOf(arn);
  context.aliases.deleteOf(arn);
  const all = context.executions.of(arn);
  const running = all.filter(({ run }) => run.execution.status === 'RUNNING');
  await Promise.all(running.map(({ run }) => run.stop({})));
  for (const { run } of all) context.mapRuns.deleteOf(run.execution.arn);
  context.executions.deleteOf(arn, all);
  return {};
};

/** A machine that the mock configuration names may have Tasks that can only be mocked. @throws InvalidDefinition */
function makeMachine(
  { integrations, mocks }: ServiceContext,
  name: string,
  definition: string,
  type: StateMachineType,
): Machine {
  const callable = mocks?.stateMachines.has(name) ? mockable(integrations) : integrations;
  const validation = validateDefinition(definition, type, callable);
  if (!validation.definition) throw invalidDefinition(describeDiagnostics(validation.diagnostics));
  const machine = compileMachine(validation.definition);
  if (type === 'STANDARD') return machine;
  return { ...machine, timeoutSeconds: Math.min(machine.timeoutSeconds ?? EXPRESS_SECONDS, EXPRESS_SECONDS) };
}
