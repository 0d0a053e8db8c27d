import type { Machine } from '../definition/machine';
import type { StateMachineType } from '../definition/validate-machine';
import { stateMachineDoesNotExist } from '../errors';
import type { JsonObject } from '../json';
import type { LoggingConfiguration } from '../runtime/execution-log';

/** A state machine as it is at one revision. Executions keep the one that they started with. */
export interface StateMachine {
  arn: string;
  name: string;
  type: StateMachineType;
  roleArn: string;
  /** As it was given. */
  definition: string;
  machine: Machine;
  logging: LoggingConfiguration;
  tracingConfiguration: { enabled: boolean };
  encryptionConfiguration: JsonObject;
  /** Milliseconds since the epoch. */
  createdAt: number;
  /** Milliseconds since the epoch; the creation until the first update. */
  updatedAt: number;
  /** None until the first update. */
  revisionId?: string;
  /** Whether the creation published a version: a repetition has to ask for the same. */
  creation: Creation;
  /** Shared by all revisions. */
  tags: Map<string, string>;
}

interface Creation {
  publish: boolean;
  versionDescription?: string;
}

/** The state machines of the account, by ARN. */
export class StateMachines {
  private readonly machines = new Map<string, StateMachine>();

  /** @throws StateMachineDoesNotExist */
  get(arn: string): StateMachine {
    const machine = this.machines.get(arn);
    if (!machine) throw stateMachineDoesNotExist(arn);
    return machine;
  }

  find(arn: string): StateMachine | undefined {
    return this.machines.get(arn);
  }

  put(machine: StateMachine): void {
    this.machines.set(machine.arn, machine);
  }

  delete(arn: string): void {
    this.machines.delete(arn);
  }

  all(): StateMachine[] {
    return [...this.machines.values()];
  }
}
