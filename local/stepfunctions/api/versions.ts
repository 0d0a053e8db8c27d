import { conflict, invalidArn, serviceQuotaExceeded } from '../errors';
import type { StateMachine } from '../store/state-machines';
import type { Version } from '../store/versions';
import { checkVersionArn, parseStateMachineArn } from './arn';
import { ARN, DESCRIPTION, Fields, LONG_ARN } from './fields';
import { pageOf } from './pages';
import { type Operation, type ServiceContext, seconds } from './service-context';

/** @see https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html */
const MOST_VERSIONS = 1000;
/** How a request names the revision of a state machine that has not been updated. */
const INITIAL = 'INITIAL';

/** @see https://docs.aws.amazon.com/step-functions/latest/apireference/API_PublishStateMachineVersion.html */
export const publishStateMachineVersion: Operation = (context, input) => {
  const fields = new Fields(input, ['stateMachineArn', 'revisionId', 'description']);
  const arn = fields.text('stateMachineArn', ARN);
  parseStateMachineArn(arn);
  const stateMachine = context.stateMachines.get(arn);
  const wanted = fields.optionalText('revisionId');
  const description = fields.optionalText('description', DESCRIPTION);
  const current = stateMachine.revisionId ?? INITIAL;
  if (wanted !== undefined && wanted !== current) {
    throw conflict(
      `Failed to publish the State Machine version for revision ${wanted}. The current State Machine revision is ${current}.`,
    );
  }
  const version = publish(context, stateMachine, description);
  return { creationDate: seconds(version.createdAt), stateMachineVersionArn: version.arn };
};

/** Publishes a revision, or finds the version that it was published as. @throws ServiceQuotaExceededException */
export function publish(
  { versions, clock }: ServiceContext,
  stateMachine: StateMachine,
  description: string | undefined,
): Version {
  const existing = versions.ofRevision(stateMachine);
  if (existing) return existing;
  if (versions.of(stateMachine.arn).length >= MOST_VERSIONS) {
    throw serviceQuotaExceeded(`A state machine can have ${MOST_VERSIONS} versions: delete one of ${stateMachine.arn}`);
  }
  return versions.publish(stateMachine, description, clock.now());
}

/** Executions of the version go on. A version that does not exist is no error. */
export const deleteStateMachineVersion: Operation = ({ versions, aliases }, input) => {
  const fields = new Fields(input, ['stateMachineVersionArn']);
  const arn = checkVersionArn(fields.text('stateMachineVersionArn', LONG_ARN));
  const names = aliases.leadingTo(arn, parseStateMachineArn(arn).unqualified).map(({ name }) => name);
  if (names.length > 0) {
    throw conflict(
      `Version to be deleted must not be referenced by an alias. Current list of aliases referencing this version: [${names.join(', ')}]`,
    );
  }
  versions.delete(arn);
  return {};
};

const versionNumber = ({ arn }: Version) => Number(arn.slice(arn.lastIndexOf(':') + 1));

/** The latest first. Of a state machine that does not exist the operation has no better error than InvalidArn. */
export const listStateMachineVersions: Operation = ({ stateMachines, versions, clock }, input) => {
  const fields = new Fields(input, ['stateMachineArn', 'maxResults', 'nextToken']);
  const arn = fields.text('stateMachineArn', ARN);
  parseStateMachineArn(arn);
  const { items, ...next } = pageOf(versions.of(arn), fields, {
    operation: 'ListStateMachineVersions',
    clock,
    position: (version) => [-versionNumber(version)],
  });
  if (!stateMachines.find(arn)) throw invalidArn(arn);
  const stateMachineVersions = items.map((version) => ({
    stateMachineVersionArn: version.arn,
    creationDate: seconds(version.createdAt),
  }));
  return { stateMachineVersions, ...next };
};
