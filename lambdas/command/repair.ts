import type { SFNClient } from '@aws-sdk/client-sfn';
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { ExecutionState } from '../platform/executions';
import { announceAttempt, announceRedrive, recordFailure } from './attempts';
import { AlreadyApplied, CommandMissing, InvalidCommand, NotFailed } from './errors';
import { Executions } from './executions';
import type { EntityKey } from './keys';
import { type EntityTables, readEntity } from './reads';
import { type CommandHead, isSettled, keyOf } from './rows';

/** What became of a command's run. `failed`: it had ended, and the row says so now. */
export type Resumption = 'running' | 'started' | 'redriven' | 'failed';

export interface RepairSettings {
  dynamodb: DynamoDBDocumentClient;
  sfn: SFNClient;
  tables: EntityTables;
  stateMachineArn: string;
}

/**
 * Ways out for a failed command. Each can be called again after a crash at any point, and the reconciler finishes what nobody
 * calls again: what is to happen is on the row before it is done.
 */
export class CommandRepair {
  private readonly executions: Executions;

  constructor(private readonly settings: RepairSettings) {
    this.executions = new Executions(settings.sfn, settings.stateMachineArn);
  }

  /**
   * Has the failed states run again. Where Step Functions can't redrive (14 days, history full), a new attempt runs from the
   * first state, under a new name.
   *
   * @throws CommandMissing, or NotFailed when the command is settled
   * @see https://docs.aws.amazon.com/step-functions/latest/dg/redrive-executions.html
   */
  async redrive(key: EntityKey & { version: number }): Promise<Resumption> {
    const row = await this.unsettled(key);
    if (row.status !== 'failed') return this.resume(row);
    const run = await this.executions.describe(keyOf(row), row.attempt);
    if (run?.status === 'running') return 'running';
    const announced =
      run?.status === 'ended'
        ? await announceRedrive(this.settings.dynamodb, this.settings.tables.commands, row, run.redriveCount + 1)
        : await this.nextAttempt(row);
    return this.resume(announced ?? (await this.unsettled(key)));
  }

  /**
   * Gives a failed command up: the same machine settles it, in its place, as a recorded no-op, and goes on to the next version.
   *
   * @param reason why, for the record
   * @param by who decided
   * @throws AlreadyApplied when `data` shows the command's effect: then only a redrive can settle it
   * @throws CommandMissing, or NotFailed when there is nothing to give up
   */
  async skip(key: EntityKey & { version: number }, reason: string, by: string): Promise<Resumption> {
    if (reason === '' || by === '') throw new InvalidCommand('a skip needs a reason, and the name of who decided it');
    const { dynamodb, tables } = this.settings;
    const state = await readEntity(dynamodb, tables, key, [key.version]);
    const row = state.command(key.version);
    if (row === undefined) throw new CommandMissing(key, state.dataVersion);
    if (row.status === 'accepted' && row.skip !== undefined) return this.resume(row);
    if (row.status !== 'failed') throw new NotFailed(key, row.status);
    if (state.dataVersion >= key.version && state.dataCommandId === row.commandId) throw new AlreadyApplied(key);
    const run = await this.executions.describe(keyOf(row), row.attempt);
    if (run?.status === 'running') throw new NotFailed(key, 'running again: someone has redriven it');
    const announced = await announceAttempt(dynamodb, tables.commands, row, {
      reason,
      by,
      at: new Date().toISOString(),
    });
    if (announced === undefined) throw new NotFailed(key, 'being repaired by someone else at this moment');
    return this.resume(announced);
  }

  /**
   * Makes true what an accepted command's row says of its run: starts it when it does not exist (never started, or closed more
   * than 90 days ago, when its name is free again), redrives it when that was announced, and records its failure otherwise. A
   * run that succeeded without settling its command is followed by a new attempt.
   */
  async resume(row: CommandHead): Promise<Resumption> {
    const key = keyOf(row);
    const run = await this.executions.describe(key, row.attempt);
    if (run === undefined) return this.start(row);
    if (run.status === 'running') return 'running';
    if (run.status === 'succeeded') return this.startNext(row);
    if (run.redriveCount >= row.redrives) return this.fail(row, run);
    if (await this.executions.redrive(key, row.attempt, row.redrives)) return 'redriven';
    const now = await this.executions.describe(key, row.attempt);
    return now?.status === 'running' ? 'running' : this.startNext(row);
  }

  private async fail(row: CommandHead, run: ExecutionState): Promise<Resumption> {
    const { dynamodb, tables } = this.settings;
    const key = keyOf(row);
    const executionArn = this.executions.arn(key, row.attempt);
    const failure = { error: run.error, cause: run.cause, executionArn, at: new Date().toISOString() };
    await recordFailure(dynamodb, tables.commands, key, { attempt: row.attempt, redrives: run.redriveCount }, failure);
    return 'failed';
  }

  private async start(row: CommandHead): Promise<Resumption> {
    await this.executions.start(keyOf(row), row.attempt);
    return 'started';
  }

  /** Someone else may announce the next attempt first: then that one is running, or will be resumed by whoever announced it. */
  private async startNext(row: CommandHead): Promise<Resumption> {
    const next = await this.nextAttempt(row);
    return next === undefined ? 'running' : this.start(next);
  }

  private nextAttempt(row: CommandHead): Promise<CommandHead | undefined> {
    return announceAttempt(this.settings.dynamodb, this.settings.tables.commands, row);
  }

  private async unsettled(key: EntityKey & { version: number }): Promise<CommandHead> {
    const state = await readEntity(this.settings.dynamodb, this.settings.tables, key, [key.version]);
    const row = state.command(key.version);
    if (row === undefined) throw new CommandMissing(key, state.dataVersion);
    if (isSettled(row)) throw new NotFailed(key, row.status);
    return row;
  }
}
