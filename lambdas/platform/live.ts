/**
 * The alias through which everything starts machines and invokes functions: a deployment publishes versions, and then moves it.
 *
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/concepts-state-machine-alias.html
 */
export const LIVE = 'live';

/** The ARN of an execution. It names the machine, never the alias or the version that it was started by. */
export function executionArn(stateMachineArn: string, name: string): string {
  const [arn, partition, service, region, account, , machine] = stateMachineArn.split(':');
  return [arn, partition, service, region, account, 'execution', machine, name].join(':');
}
