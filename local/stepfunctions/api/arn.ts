import { invalidArn, invalidName, validationException } from '../errors';

/** The account and region that ARNs are made for. */
export interface Place {
  region: string;
  accountId: string;
}

/** The ARN of a state machine, of one of its versions, or of one of its aliases. */
export interface StateMachineArn {
  /** Of the state machine itself. */
  unqualified: string;
  /** The number of the version, or the name of the alias. */
  qualifier?: string;
}

const MACHINE = /^(arn:[\w-]+:states:[\w-]+:\d+:stateMachine:[^:/]+)(\/[^:]+)?(?::([^:]+))?$/;
const VERSION = /^arn:[\w-]+:states:[\w-]+:\d+:stateMachine:[^:/]+:\d+$/;
/** Also of a STANDARD child of a map run: `execution:<machine>/<label>:<name>`. */
const EXECUTION = /^arn:[\w-]+:states:[\w-]+:\d+:execution:[^:]+:[^:]+$/;
/** `express:<machine>/<label>:<name>:<id>`. */
const EXPRESS_CHILD = /^arn:[\w-]+:states:[\w-]+:\d+:express:[^:]+\/[^:]+:[^:]+:[^:]+$/;
const MAP_RUN = /^arn:[\w-]+:states:[\w-]+:\d+:mapRun:[^:/]+\/[^:]+:[^:]+$/;
const ACTIVITY = /^arn:[\w-]+:states:[\w-]+:\d+:activity:[^:/]+$/;

/** What AWS forbids in the name of a state machine or an execution. @see https://docs.aws.amazon.com/step-functions/latest/apireference/API_StartExecution.html */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are among what is forbidden.
const FORBIDDEN = /[\s<>{}[\]?*"#%\\^|~`$&,;:/\u0000-\u001f\u007f-\u009f\ud800-\udfff\ufffe\uffff]/;
const LONGEST_NAME = 80;

export function stateMachineArn(place: Place, name: string): string {
  return `${prefix(place)}:stateMachine:${name}`;
}

export function executionArn(place: Place, stateMachine: string, name: string): string {
  return `${prefix(place)}:execution:${stateMachine}:${name}`;
}

/** Of an execution of an EXPRESS state machine. @param id tells those of the same name from each other. */
export function expressArn(place: Place, stateMachine: string, name: string, id: string): string {
  return `${prefix(place)}:express:${stateMachine}:${name}:${id}`;
}

export function activityArn(place: Place, name: string): string {
  return `${prefix(place)}:activity:${name}`;
}

const prefix = ({ region, accountId }: Place) => `arn:aws:states:${region}:${accountId}`;

/**
 * Takes the ARN of a state machine, a version or an alias apart.
 *
 * @throws InvalidArn, ValidationException for that of a Distributed Map, which no operation takes.
 */
export function parseStateMachineArn(arn: string): StateMachineArn {
  checkArn(arn, MACHINE);
  const [, unqualified = arn, label, qualifier] = MACHINE.exec(arn) ?? [];
  if (label !== undefined) throw validationException('Labeled State Machine ARNs are not supported for this API');
  return qualifier === undefined ? { unqualified } : { unqualified, qualifier };
}

export function isVersionArn(arn: string): boolean {
  return VERSION.test(arn);
}

/** @throws InvalidArn */
export function checkVersionArn(arn: string): string {
  return checkArn(arn, VERSION);
}

/** @throws InvalidArn unless it may be the ARN of an alias: that of a version may be none. */
export function checkAliasArn(arn: string): string {
  const { qualifier } = parseStateMachineArn(arn);
  if (qualifier === undefined || isVersionArn(arn)) throw wrongType(arn);
  return arn;
}

/** @throws InvalidArn, also for that of an EXPRESS execution. */
export function checkExecutionArn(arn: string): string {
  return checkArn(arn, EXECUTION);
}

/** @throws InvalidArn unless an execution of it can be described: of EXPRESS executions those in a map run. */
export function checkDescribedArn(arn: string): string {
  return EXPRESS_CHILD.test(arn) ? arn : checkExecutionArn(arn);
}

/** @throws InvalidArn */
export function checkMapRunArn(arn: string): string {
  return checkArn(arn, MAP_RUN);
}

/** @throws InvalidArn */
export function checkActivityArn(arn: string): string {
  return checkArn(arn, ACTIVITY);
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

function checkArn(arn: string, pattern: RegExp): string {
  if (!arn.startsWith('arn:')) throw invalidArn(`Invalid ARN prefix: ${arn}`);
  if (!pattern.test(arn)) throw wrongType(arn);
  return arn;
}

/** AWS names the type alone: `express`, `execution`. */
const wrongType = (arn: string) => invalidArn(`Resource type not valid in this context: ${arn.split(':')[5] ?? arn}`);
