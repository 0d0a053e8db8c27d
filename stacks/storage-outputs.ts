import type { Environment } from '@blueprint/env';
import { TerraformOutput, type TerraformStack } from 'cdktf';
import { stateOf } from './constructs/terraform-state';
import type { OwnStorage } from './own-storage';
import type { ReadModelTable } from './read-models';

/** A table or bucket of the storage stack. */
export interface Stored {
  readonly name: string;
  readonly arn: string;
}

/** A table whose changes can be read as a stream. */
export interface Streamed extends Stored {
  readonly streamArn: string;
}

/** What the storage stack tells the others: the outputs of its state, so that it can be planned and deployed without them. */
export interface Storage {
  readonly commands: Streamed;
  readonly data: Stored;
  readonly history: Stored;
  /** Bucket of what the application itself puts there: function code, bodies too large for a row. */
  readonly assets: Stored;
  readonly readModels: readonly ReadModelTable[];
  /** Tables and buckets that single workflows keep, by the last parts of their names. */
  readonly own: Readonly<Record<string, Stored & Partial<Streamed>>>;
  /** Key of tables, buckets, queues and log groups; undefined where AWS owns the keys. */
  readonly keyArn: string | undefined;
}

/** Index of the commands table that holds the keys of unsettled commands only. */
export const OPEN_INDEX = 'open-index';

const KEY_OUTPUT = 'key_arn';
/** Tables and buckets beside those of the read models and of single workflows. */
export const STORED = ['commands', 'data', 'history', 'assets'] as const;

/** Writes one output per value, such as `commands_arn`. */
export function writeStorageOutputs(stack: TerraformStack, storage: Storage): void {
  const stored = (name: string, it: Stored): void => {
    output(stack, `${name}_name`, it.name);
    output(stack, `${name}_arn`, it.arn);
  };
  for (const name of STORED) stored(name, storage[name]);
  for (const table of storage.readModels) stored(table.readModel, table);
  for (const [name, own] of Object.entries(storage.own)) {
    stored(name, own);
    if (own.streamArn !== undefined) output(stack, `${name}_stream_arn`, own.streamArn);
  }
  output(stack, 'commands_stream_arn', storage.commands.streamArn);
  if (storage.keyArn !== undefined) output(stack, KEY_OUTPUT, storage.keyArn);
}

/**
 * Reads the outputs from the state of the environment's storage stack.
 *
 * @param readModels names of those whose tables are in it
 * @param own what workflows keep in it
 */
export function readStorage(
  reader: TerraformStack,
  env: Environment,
  readModels: readonly string[],
  own: Required<OwnStorage>,
): Storage {
  const state = stateOf(reader, env, 'storage');
  const stored = (name: string): Stored => ({
    name: state.getString(`${name}_name`),
    arn: state.getString(`${name}_arn`),
  });
  const streamed = (name: string): Streamed => ({
    ...stored(name),
    streamArn: state.getString(`${name}_stream_arn`),
  });
  return {
    commands: streamed('commands'),
    data: stored('data'),
    history: stored('history'),
    assets: stored('assets'),
    readModels: readModels.map((readModel) => ({ readModel, ...stored(readModel) })),
    own: Object.fromEntries([
      ...Object.entries(own.tables).map(([name, { stream }]) => [name, stream ? streamed(name) : stored(name)]),
      ...Object.keys(own.buckets).map((name) => [name, stored(name)]),
    ]),
    keyArn: env.kms ? state.getString(KEY_OUTPUT) : undefined,
  };
}

/**
 * A table or bucket of a workflow's own.
 *
 * @throws Error when the workflow doesn't declare it
 */
export function ownStored({ own }: Storage, name: string): Stored & Partial<Streamed> {
  const found = own[name];
  if (found) return found;
  throw new Error(
    `No workflow declares a table or bucket "${name}": add it to the static \`storage\` of the one that keeps it.`,
  );
}

/**
 * A table of a workflow's own that has a stream.
 *
 * @throws Error when the workflow doesn't declare it so
 */
export function ownStreamed(storage: Storage, name: string): Streamed {
  const { streamArn, ...found } = ownStored(storage, name);
  if (streamArn !== undefined) return { ...found, streamArn };
  throw new Error(`The table "${name}" has no stream: say which in the static \`storage\` of its workflow.`);
}

function output(stack: TerraformStack, name: string, value: string): void {
  new TerraformOutput(stack, name, { value });
}
