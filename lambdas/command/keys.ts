import { createHash } from 'node:crypto';
import * as z from 'zod/mini';

const VERSION_DIGITS = 10;
/** The highest version that fits the padding. */
export const MAX_VERSION = 10 ** VERSION_DIGITS - 1;
const OPEN_SHARDS = 8;

/** An entity: its partition and its own sort key, without a version. */
export interface EntityKey {
  pk: string;
  sk: string;
}

export const commandKey = z.object({
  pk: z.string().check(z.minLength(1)),
  /** Sort key of the entity, without the version. */
  sk: z.string().check(z.minLength(1)),
  version: z.int().check(z.positive(), z.maximum(MAX_VERSION)),
  commandId: z.string().check(z.minLength(1)),
  entityType: z.string().check(z.minLength(1)),
  tenantCode: z.string().check(z.minLength(1)),
  requestId: z.string().check(z.minLength(1)),
});

/** All that an execution carries between its states; the body stays in the command row. */
export type CommandKey = z.infer<typeof commandKey>;

/** Log keys of a command, as people search for them. */
export function commandLogKeys(key: CommandKey) {
  return {
    entity: `${key.pk} ${key.sk}`,
    version: key.version,
    tenant: key.tenantCode,
    request: key.requestId,
  };
}

/** Sort key of one version of an entity: `ORDER#1@0000000007`. Padding makes the order of the keys that of the versions. */
export function versionKey(sk: string, version: number): string {
  return `${sk}@${String(version).padStart(VERSION_DIGITS, '0')}`;
}

/** The entity's sort key and the version in a row's sort key; undefined when it is not one. The sk itself may hold an `@`. */
export function parseVersionKey(rowSk: string): { sk: string; version: number } | undefined {
  const at = rowSk.lastIndexOf('@');
  const digits = rowSk.slice(at + 1);
  if (at < 1 || !/^\d{10}$/.test(digits) || Number(digits) < 1) return undefined;
  return { sk: rowSk.slice(0, at), version: Number(digits) };
}

/** NUL parts the two keys, so that no other pair of them hashes to the same bytes; the publisher refuses it inside a key. */
function digest(key: EntityKey): Buffer {
  return createHash('sha256').update(`${key.pk}\0${key.sk}`).digest();
}

/**
 * Name of the execution that settles a command: the same for each delivery of its stream record, which is what makes a
 * repeated start harmless. Later attempts get a name of their own. At most 43 + 11 + 17 characters of `[0-9A-Za-z_-]`.
 *
 * @see https://docs.aws.amazon.com/step-functions/latest/apireference/API_StartExecution.html (`name`: 1 to 80 characters)
 */
export function executionName(key: EntityKey & { version: number }, attempt: number): string {
  const name = `${digest(key).toString('base64url')}-${key.version}`;
  return attempt > 1 ? `${name}-${attempt}` : name;
}

/** Which attempt at a command an execution name stands for; undefined when it is no execution of that command. */
export function attemptOf(key: EntityKey & { version: number }, name: string): number | undefined {
  const first = executionName(key, 1);
  if (name === first) return 1;
  const suffix = name.startsWith(`${first}-`) ? name.slice(first.length + 1) : '';
  return /^[1-9]\d*$/.test(suffix) && Number(suffix) > 1 ? Number(suffix) : undefined;
}

/** Partitions of the index of open commands. */
export const openPartitions: readonly string[] = Array.from({ length: OPEN_SHARDS }, (_, shard) => `OPEN#${shard}`);

/** The partition of the open index that a row belongs to: spread, so that no partition takes every write. */
export function openPartition(pk: string, rowSk: string): string {
  return `OPEN#${digest({ pk, sk: rowSk }).readUInt32BE() % OPEN_SHARDS}`;
}
