import { stateMachineDoesNotExist } from '../errors';
import { routed } from '../store/aliases';
import type { StateMachine } from '../store/state-machines';
import { parseStateMachineArn } from './arn';
import type { ServiceContext } from './service-context';

/** What an execution is started with, and the version and alias that it belongs to. */
export interface Startable {
  stateMachine: StateMachine;
  stateMachineVersionArn?: string;
  stateMachineAliasArn?: string;
}

/**
 * What the ARN of a state machine, a version or an alias stands for; an alias of two versions for one of them by chance.
 *
 * @throws StateMachineDoesNotExist
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/execution-alias-version-associate.html
 */
export function startable(context: ServiceContext, arn: string): Startable {
  const { stateMachines, versions, aliases, random } = context;
  const { qualifier } = parseStateMachineArn(arn);
  if (qualifier === undefined) return { stateMachine: stateMachines.get(arn) };
  const alias = aliases.find(arn);
  const stateMachineVersionArn = alias ? routed(alias, random()) : arn;
  const version = versions.find(stateMachineVersionArn);
  if (!version) throw stateMachineDoesNotExist(arn);
  return {
    stateMachine: version.stateMachine,
    stateMachineVersionArn,
    ...(alias ? { stateMachineAliasArn: arn } : {}),
  };
}
