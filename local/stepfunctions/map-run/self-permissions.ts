import type { Integrations, SelfPermission } from '../integrations/integrations';
import type { Execution } from '../interpreter/execution';
import { mapRunId, standardChildArn } from './arns';

/**
 * What the role of a state machine has to be allowed for a map run: to do things to executions of the state machine itself.
 *
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/iam-policies-eg-dist-map.html
 */
export class SelfPermissions {
  constructor(
    private readonly integrations: Integrations,
    private readonly parent: Pick<Execution, 'arn' | 'roleArn' | 'stateMachineArn'>,
    private readonly mapRunArn: string,
  ) {}

  async start(): Promise<void> {
    await this.ask('states:StartExecution', withoutLabel(this.parent.stateMachineArn));
  }

  async stop(): Promise<void> {
    await this.ask('states:StopExecution', withoutLabel(this.parent.arn));
  }

  /** One question for all children: a policy that tells them apart by their names could not be written. */
  async redrive(): Promise<void> {
    await this.ask('states:RedriveExecution', standardChildArn(this.mapRunArn, mapRunId(this.mapRunArn)));
  }

  private async ask(action: SelfPermission['action'], resource: string): Promise<void> {
    await this.integrations.authorize?.({ roleArn: this.parent.roleArn, action, resource });
  }
}

/** The parent may be a child itself, of `<machine>/<label>`; the permission is for the machine all the same. */
const withoutLabel = (arn: string) => arn.replace(/\/[^:]*/, '');
