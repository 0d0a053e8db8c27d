import type { Environment } from '@blueprint/env';
import { TerraformOutput, type TerraformStack } from 'cdktf';
import { stateOf } from './constructs/terraform-state';

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
  readonly listing: Stored;
  readonly tasks: Streamed;
  /** Rows of import files on their way, and what became of them. */
  readonly import_tmp: Streamed;
  /** Bucket of what the application itself puts there: function code, bodies too large for a row. */
  readonly assets: Stored;
  /** Bucket of uploaded import files. */
  readonly imports: Stored;
  /** Key of tables, buckets, queues and log groups; undefined where AWS owns the keys. */
  readonly keyArn: string | undefined;
}

/** Index of the commands table that holds the keys of unsettled commands only. */
export const OPEN_INDEX = 'open-index';

const KEY_OUTPUT = 'key_arn';
const STORED = ['commands', 'data', 'history', 'listing', 'tasks', 'import_tmp', 'assets', 'imports'] as const;
const STREAMED = ['commands', 'tasks', 'import_tmp'] as const;

/** Writes one output per value, such as `commands_arn`. */
export function writeStorageOutputs(stack: TerraformStack, storage: Storage): void {
  for (const stored of STORED) {
    output(stack, `${stored}_name`, storage[stored].name);
    output(stack, `${stored}_arn`, storage[stored].arn);
  }
  for (const streamed of STREAMED) output(stack, `${streamed}_stream_arn`, storage[streamed].streamArn);
  if (storage.keyArn !== undefined) output(stack, KEY_OUTPUT, storage.keyArn);
}

/** Reads the outputs from the state of the environment's storage stack. */
export function readStorage(reader: TerraformStack, env: Environment): Storage {
  const state = stateOf(reader, env, 'storage');
  const stored = (name: (typeof STORED)[number]): Stored => ({
    name: state.getString(`${name}_name`),
    arn: state.getString(`${name}_arn`),
  });
  const streamed = (name: (typeof STREAMED)[number]): Streamed => ({
    ...stored(name),
    streamArn: state.getString(`${name}_stream_arn`),
  });
  return {
    commands: streamed('commands'),
    data: stored('data'),
    history: stored('history'),
    listing: stored('listing'),
    tasks: streamed('tasks'),
    import_tmp: streamed('import_tmp'),
    assets: stored('assets'),
    imports: stored('imports'),
    keyArn: env.kms ? state.getString(KEY_OUTPUT) : undefined,
  };
}

function output(stack: TerraformStack, name: string, value: string): void {
  new TerraformOutput(stack, name, { value });
}
