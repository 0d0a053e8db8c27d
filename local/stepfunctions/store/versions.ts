import type { StateMachine } from './state-machines';

/** A revision of a state machine that was published, never to change again. */
export interface Version {
  /** `<state machine>:<number>`. */
  arn: string;
  description?: string;
  /** Milliseconds since the epoch. */
  createdAt: number;
  /** As it was when the version was published. */
  stateMachine: StateMachine;
}

/** The published versions of one state machine, the earliest first. */
interface Published {
  /** The number of the latest; numbers of deleted versions are not given again. */
  last: number;
  versions: Version[];
}

/** The versions of all state machines of the account. */
export class Versions {
  private readonly byMachine = new Map<string, Published>();

  /** Publishes the revision under the next number. @param createdAt milliseconds since the epoch. */
  publish(stateMachine: StateMachine, description: string | undefined, createdAt: number): Version {
    const published = this.byMachine.get(stateMachine.arn) ?? { last: 0, versions: [] };
    published.last += 1;
    const arn = `${stateMachine.arn}:${published.last}`;
    const version: Version = {
      arn,
      createdAt,
      stateMachine,
      ...(description === undefined ? {} : { description }),
    };
    published.versions.push(version);
    this.byMachine.set(stateMachine.arn, published);
    return version;
  }

  /** The version of this very revision, if it was published and not deleted. */
  ofRevision({ arn, revisionId }: StateMachine): Version | undefined {
    return this.byMachine.get(arn)?.versions.findLast(({ stateMachine }) => stateMachine.revisionId === revisionId);
  }

  find(arn: string): Version | undefined {
    return this.byMachine.get(machineOf(arn))?.versions.find((version) => version.arn === arn);
  }

  /** Those of one state machine, the latest first. */
  of(stateMachineArn: string): Version[] {
    return (this.byMachine.get(stateMachineArn)?.versions ?? []).toReversed();
  }

  delete(arn: string): void {
    const published = this.byMachine.get(machineOf(arn));
    if (published) published.versions = published.versions.filter((version) => version.arn !== arn);
  }

  /** All that are there, and of each state machine the number of the latest. */
  all(): { versions: Version[]; last: [stateMachineArn: string, number: number][] } {
    const published = [...this.byMachine];
    return {
      versions: published.flatMap(([, { versions }]) => versions),
      last: published.map(([arn, { last }]) => [arn, last]),
    };
  }

  /** Puts a version back that an earlier process has published. */
  restore(version: Version): void {
    const stateMachineArn = machineOf(version.arn);
    const published = this.byMachine.get(stateMachineArn) ?? { last: 0, versions: [] };
    published.versions.push(version);
    this.byMachine.set(stateMachineArn, published);
  }

  restoreLast(stateMachineArn: string, last: number): void {
    this.byMachine.set(stateMachineArn, { versions: this.byMachine.get(stateMachineArn)?.versions ?? [], last });
  }

  deleteOf(stateMachineArn: string): void {
    this.byMachine.delete(stateMachineArn);
  }
}

const machineOf = (arn: string) => arn.slice(0, arn.lastIndexOf(':'));
