import type { EntityKey } from './keys';

/**
 * The errors of the command workflow. `name` is what the state machine matches, so it is set by hand: a minified class would
 * carry another. A state that fails with one of these fails again when it is retried at once; a redrive may mend it.
 */
const at = (key: EntityKey & { version?: number }) =>
  `${key.pk} / ${key.sk}${key.version === undefined ? '' : ` version ${key.version}`}`;

/** The caller is behind: read the entity at `currentVersion`, decide again, and publish with that as the expected version. */
export class StaleVersion extends Error {
  override readonly name = 'StaleVersion';
  constructor(
    key: EntityKey,
    readonly expectedVersion: number,
    readonly currentVersion: number,
  ) {
    super(
      `${at(key)}: expected version ${expectedVersion}, but the current one is ${currentVersion}. ` +
        `Read the entity again and publish with expectedVersion ${currentVersion}.`,
    );
  }
}

export class InvalidCommand extends Error {
  override readonly name = 'InvalidCommand';
}

export class UnknownEntityType extends Error {
  override readonly name = 'UnknownEntityType';
  constructor(entityType: string, known: readonly string[]) {
    super(`entityType "${entityType}" is not registered; known are ${known.join(', ')}. Add it to command/entities.`);
  }
}

/** The attributes don't fit the schema of their entity type. */
export class ValidationFailed extends Error {
  override readonly name = 'ValidationFailed';
  constructor(entityType: string, issues: string) {
    super(`attributes of ${entityType} are invalid: ${issues}`);
  }
}

export class BodyTooLarge extends Error {
  override readonly name = 'BodyTooLarge';
  constructor(bytes: number, limit: number) {
    super(
      `attributes take ${bytes} bytes as JSON; the limit is ${limit} bytes. Keep large content in S3 and its key here.`,
    );
  }
}

/** Another command holds this version, or the execution carries the key of one that was never accepted. */
export class VersionConflict extends Error {
  override readonly name = 'VersionConflict';
  constructor(key: EntityKey & { version: number; commandId: string }, stored: string) {
    super(`${at(key)} belongs to command ${stored}, not to ${key.commandId}.`);
  }
}

/** The execution is not the one that the command's row names: an earlier attempt, or one that was started by hand. */
export class ForeignExecution extends Error {
  override readonly name = 'ForeignExecution';
  constructor(key: EntityKey & { version: number }, execution: string, attempt: number) {
    super(
      `${at(key)} is settled by the execution of its attempt ${attempt}, not by "${execution}". Repair it to have it run again.`,
    );
  }
}

/** No command row, and `data` has not reached its version: the row was removed before it was settled, or never written. */
export class CommandMissing extends Error {
  override readonly name = 'CommandMissing';
  constructor(key: EntityKey & { version: number }, dataVersion?: number) {
    super(
      `there is no command row for ${at(key)}${dataVersion === undefined ? '' : `, and data is at version ${dataVersion}`}. ` +
        'Was the execution started by hand, or the row deleted?',
    );
  }
}

/** The predecessor's row is gone, though `data` shows that it was never applied. */
export class PredecessorMissing extends Error {
  override readonly name = 'PredecessorMissing';
  constructor(key: EntityKey & { version: number }, dataVersion: number) {
    super(
      `${at(key)} waits for version ${key.version - 1}, whose command row is gone, while data is at version ${dataVersion}. ` +
        'Restore the row from the backup of the commands table, then redrive.',
    );
  }
}

/** `data` is further behind than by one version: applying would leave a gap. */
export class VersionGap extends Error {
  override readonly name = 'VersionGap';
  constructor(key: EntityKey & { version: number }, dataVersion: number) {
    super(`${at(key)} can't be applied: data is at version ${dataVersion}, and must be at ${key.version - 1}.`);
  }
}

/** A command whose effect shows in `data` can't be skipped any more. */
export class AlreadyApplied extends Error {
  override readonly name = 'AlreadyApplied';
  constructor(key: EntityKey & { version: number }) {
    super(
      `${at(key)} is written to data already, so it can't be skipped. Mend what failed after that, then redrive it.`,
    );
  }
}

/** A repair was asked for a command that did not fail. */
export class NotFailed extends Error {
  override readonly name = 'NotFailed';
  constructor(key: EntityKey & { version: number }, found: string) {
    super(`${at(key)} is ${found}: only a failed command can be repaired.`);
  }
}

/** DynamoDB left keys of a BatchGetItem unread, again and again: the table is throttled. A retry with backoff helps. */
export class ReadThrottled extends Error {
  override readonly name = 'ReadThrottled';
}
