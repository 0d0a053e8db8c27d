import { invalidArn, invalidName } from '../errors';

/** The account and region that ARNs are made for. */
export interface Place {
  region: string;
  accountId: string;
}

const MACHINE = /^arn:[\w-]+:states:[\w-]+:\d+:stateMachine:([^:]+)(?::(.+))?$/;
/** Also of a child of a map run: `execution:<machine>/<label>:<name>` or `express:<machine>/<label>:<name>:<id>`. */
const EXECUTION = /^arn:[\w-]+:states:[\w-]+:\d+:(?:execution:[^:]+:[^:]+|express:[^:]+\/[^:]+:[^:]+:[^:]+)$/;
const MAP_RUN = /^arn:[\w-]+:states:[\w-]+:\d+:mapRun:[^:/]+\/[^:]+:[^:]+$/;

/** What AWS forbids in the name of a state machine or an execution. @see https://docs.aws.amazon.com/step-functions/latest/apireference/API_StartExecution.html */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are among what is forbidden.
const FORBIDDEN = /[\s<>{}[\]?*"#%\\^|~`$&,;:/\u0000-\u001f\u007f-\u009f]/;
const LONGEST_NAME = 80;

export function stateMachineArn({ region, accountId }: Place, name: string): string {
  return `arn:aws:states:${region}:${accountId}:stateMachine:${name}`;
}

export function executionArn({ region, accountId }: Place, stateMachine: string, name: string): string {
  return `arn:aws:states:${region}:${accountId}:execution:${stateMachine}:${name}`;
}

/** @throws InvalidArn */
export function checkStateMachineArn(arn: string): string {
  if (!arn.startsWith('arn:')) throw invalidArn(`Invalid ARN prefix: ${arn}`);
  if (!MACHINE.test(arn)) throw invalidArn(`Resource type not valid in this context: ${arn}`);
  return arn;
}

/** @throws InvalidArn */
export function checkExecutionArn(arn: string): string {
  if (!arn.startsWith('arn:')) throw invalidArn(`Invalid ARN prefix: ${arn}`);
  if (!EXECUTION.test(arn)) throw invalidArn(`Resource type not valid in this context: ${arn}`);
  return arn;
}

/** @throws InvalidArn */
export function checkMapRunArn(arn: string): string {
  if (!arn.startsWith('arn:')) throw invalidArn(`Invalid ARN prefix: ${arn}`);
  if (!MAP_RUN.test(arn)) throw invalidArn(`Resource type not valid in this context: ${arn}`);
  return arn;
}

/** @throws InvalidName */
export function checkName(name: string): string {
  if (name.length === 0 || name.length > LONGEST_NAME || FORBIDDEN.test(name)) throw invalidName(name);
  return name;
}

/** @throws InvalidArn unless it is the ARN of an IAM role. */
export function checkRoleArn(arn: string): string {
  if (!/^arn:[\w-]+:iam::\d+:role\/.+$/.test(arn)) throw invalidArn(`Invalid role ARN: ${arn}`);
  return arn;
}
