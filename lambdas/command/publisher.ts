import { randomUUID } from 'node:crypto';
import { type DynamoDBDocumentClient, PutCommand } from '@aws-sdk/lib-dynamodb';
import type { CallerContext } from '../platform/caller-context';
import { ifConditionHolds } from '../platform/conditions';
import { acceptedRow, putCommand } from './command-put';
import type { EntityAttributes, EntityTypeName } from './entities';
import { StaleVersion } from './errors';
import type { EntityKey } from './keys';
import { newestCommands } from './newest-commands';
import { type EntityState, type EntityTables, readEntity } from './reads';
import type { Origin } from './rows';
import { checkSubmission } from './submission';

/** A command to publish. Its version will be `expectedVersion + 1`; an `expectedVersion` of 0 creates the entity. */
export interface Submission<T extends EntityTypeName = EntityTypeName> {
  /** `TENANT#<tenantCode>` of the caller. */
  pk: string;
  /** Begins as the entity type asks, `ORDER#…`; without a version. */
  sk: string;
  /** The version the caller has seen, and decided on. */
  expectedVersion: number;
  entityType: T;
  action: 'put' | 'delete';
  /** The whole new state, for a put: at most 300 KB as JSON. */
  attributes?: EntityAttributes<T>;
  context: CallerContext;
  /** Makes a repeat of the same publish succeed instead of looking stale. Random when absent. */
  commandId?: string;
  /** The row of an imported file that it comes from. */
  origin?: Origin;
}

export interface Published {
  version: number;
  commandId: string;
}

/** Accepts commands: one write per command, under the version that the caller expects. */
export class CommandPublisher {
  constructor(
    private readonly client: DynamoDBDocumentClient,
    private readonly tables: EntityTables,
  ) {}

  /**
   * Stores a command, once: from then on the workflow settles it. Costs one read and one write; the versions of an entity have
   * no gap, since a version is only accepted on top of one that exists.
   *
   * @throws InvalidCommand, UnknownEntityType, ValidationFailed, BodyTooLarge: nothing was stored
   * @throws StaleVersion with the current version, when the caller is not up to date
   */
  async publish<T extends EntityTypeName>(submission: Submission<T>): Promise<Published> {
    const { pk, sk, expectedVersion } = submission;
    const attributes = checkSubmission(submission);
    const commandId = submission.commandId ?? randomUUID();
    const version = expectedVersion + 1;
    const { entityType, action, context, origin } = submission;
    const command = { pk, sk, version, entityType, action, attributes, commandId, context, origin };
    const state = await readEntity(this.client, this.tables, { pk, sk }, [expectedVersion]);
    const stored = accepts(state, expectedVersion)
      ? await ifConditionHolds(
          this.client.send(new PutCommand(putCommand(this.tables.commands, acceptedRow(command, new Date())))),
        )
      : undefined;
    if (stored === undefined) await this.explain({ pk, sk }, expectedVersion, commandId, state.dataVersion);
    return { version, commandId };
  }

  /**
   * The version could not be taken. That is a success when it was taken by this very command: the answer to an earlier call was
   * lost.
   */
  private async explain(key: EntityKey, expected: number, commandId: string, dataVersion: number): Promise<void> {
    const taken = await readEntity(this.client, this.tables, key, [expected + 1]);
    if (taken.command(expected + 1)?.commandId === commandId) return;
    throw new StaleVersion(key, expected, Math.max(await this.newestCommand(key), taken.dataVersion, dataVersion));
  }

  /** The newest version that was accepted. */
  private async newestCommand(key: EntityKey): Promise<number> {
    for await (const { version } of newestCommands(this.client, this.tables.commands, key)) return version;
    return 0;
  }
}

/** Nobody is ahead of the caller as far as `data` shows, and the version he builds on exists. */
function accepts(state: EntityState, expectedVersion: number): boolean {
  if (state.dataVersion > expectedVersion) return false;
  return state.dataVersion === expectedVersion || state.command(expectedVersion) !== undefined;
}
