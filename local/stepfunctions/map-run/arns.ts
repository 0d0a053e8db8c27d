import { createHash } from 'node:crypto';

/** A version 3 UUID: the same name gives the same one, as AWS names children and maps without a Label. */
export function nameUuid(name: string): string {
  const bytes = createHash('md5').update(name).digest();
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x30;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

/** `arn:…:mapRun:<machine>/<label>:<id>`, of a machine's ARN. */
export function mapRunArn(stateMachineArn: string, label: string, id: string): string {
  return `${stateMachineArn.replace(':stateMachine:', ':mapRun:').replace(/\/.*$/, '')}/${label}:${id}`;
}

/** The last part of a map run's ARN, which names its folder of results. */
export function mapRunId(arn: string): string {
  return arn.slice(arn.lastIndexOf(':') + 1);
}

/** `arn:…:stateMachine:<machine>/<label>`: what the children call their state machine. */
export function childMachineArn(arn: string): string {
  return arn.slice(0, arn.lastIndexOf(':')).replace(':mapRun:', ':stateMachine:');
}

/** `arn:…:execution:<machine>/<label>:<name>`. */
export function standardChildArn(arn: string, name: string): string {
  return `${arn.slice(0, arn.lastIndexOf(':')).replace(':mapRun:', ':execution:')}:${name}`;
}

/** `arn:…:express:<machine>/<label>:<name>:<id>`: a name may run more than once. */
export function expressChildArn(arn: string, name: string, id: string): string {
  return `${arn.slice(0, arn.lastIndexOf(':')).replace(':mapRun:', ':express:')}:${name}:${id}`;
}
