import type { RowChange } from '../aws/dynamodb';
import { type Item, number, plain, text } from '../aws/item';
import { must } from './violation';

const frozen = [
  'pk',
  'sk',
  'entitySk',
  'version',
  'entityType',
  'tenantCode',
  'action',
  'attributes',
  'commandId',
  'context',
  'acceptedAt',
];

/** A command row as the invariants speak of it, kept even when TTL has removed it from the table. */
export interface Command {
  pk: string;
  sk: string;
  version: number;
  item: Item;
  isGone: boolean;
}

export const entityName = (pk: string, sk: string): string => `${pk} ${sk}`;

const settled = new Set(['applied', 'skipped']);

export const isSettled = (item: Item | undefined): boolean => settled.has(text(item, 'status') ?? '');

/** Every command ever accepted, by entity and version, and what must hold of its row at every step. */
export class CommandRows {
  /** Called in the instant a command is settled. */
  onSettled: (command: Command) => void = () => undefined;
  private readonly entities = new Map<string, Command[]>();
  /** Rows that are no commands: they were inserted by something else than this project. */
  readonly malformed = new Set<string>();
  /** Why commands failed, in order. */
  readonly failures: { command: string; error: string; cause: string }[] = [];

  onChange({ before, after, writer }: RowChange): void {
    const item = after ?? before ?? {};
    const [pk = '', sk = '', version = 0] = [text(item, 'pk'), text(item, 'entitySk'), number(item, 'version')];
    if (!sk || !version) {
      this.malformed.add(text(item, 'sk') ?? '');
      return;
    }
    const commands = this.of(pk, sk);
    if (!before && after) this.accepted(commands, { pk, sk, version, item: after, isGone: false });
    else if (before && after) this.changed(commands, version, before, after);
    else this.removed(commands, version, writer);
  }

  /** The commands of an entity, version 1 first. */
  of(pk: string, sk: string): Command[] {
    const name = entityName(pk, sk);
    const known = this.entities.get(name) ?? [];
    this.entities.set(name, known);
    return known;
  }

  all(): Command[] {
    return [...this.entities.values()].flat();
  }

  private accepted(commands: Command[], command: Command): void {
    must(
      command.version === commands.length + 1,
      () => `${named(command)} was accepted after version ${commands.length}`,
    );
    const isApplied = text(command.item, 'status') === 'applied';
    must(
      isApplied || text(command.item, 'open') !== undefined,
      () => `${named(command)} was accepted without a place in the open index`,
    );
    commands.push(command);
    if (isApplied) this.becameSettled(commands, command);
  }

  private changed(commands: Command[], version: number, before: Item, after: Item): void {
    const command = commands[version - 1];
    must(command !== undefined && !command.isGone, () => `a row came back: ${JSON.stringify(after)}`);
    command.item = after;
    const rewritten = frozen.find((name) => JSON.stringify(before[name]) !== JSON.stringify(after[name]));
    must(rewritten === undefined, () => `${named(command)}: ${rewritten} was rewritten`);
    if (isSettled(before)) this.staysSettled(command, before, after);
    else if (isSettled(after)) this.becameSettled(commands, command);
    else must(text(after, 'open') !== undefined, () => `${named(command)} left the open index before it was settled`);
    if (text(after, 'status') === 'failed') this.failed(command, after);
    if (after.ttl) this.mayExpire(commands, command);
  }

  private failed(command: Command, { failure }: Item): void {
    const [error, cause] = [text(failure?.M, 'error'), text(failure?.M, 'cause')];
    must(error !== undefined, () => `${named(command)} failed without a reason`);
    this.failures.push({ command: named(command), error, cause: cause ?? '' });
  }

  private staysSettled(command: Command, before: Item, after: Item): void {
    for (const name of ['status', 'settledAt']) {
      must(text(before, name) === text(after, name), () => `${named(command)} was settled, and its ${name} changed`);
    }
  }

  private becameSettled(commands: Command[], command: Command): void {
    const previous = commands[command.version - 2];
    must(!previous || isSettled(previous.item), () => `${named(command)} was settled before its predecessor`);
    must(text(command.item, 'settledAt') !== undefined, () => `${named(command)} was settled without a time`);
    must(command.item.open === undefined, () => `${named(command)} was settled and stays in the open index`);
    const status = text(command.item, 'status');
    must(
      (status === 'skipped') === (command.item.skip !== undefined),
      () => `${named(command)} is ${status} against its mark`,
    );
    this.onSettled(command);
  }

  private mayExpire(commands: Command[], command: Command): void {
    const { item, version } = command;
    must(isSettled(item), () => `${named(command)} may expire though it is ${text(item, 'status')}`);
    must(version < commands.length, () => `${named(command)} may expire though the publisher still needs it`);
    const settledAt = Date.parse(String(plain(item.settledAt))) / 1000;
    must((number(item, 'ttl') ?? 0) > settledAt + 86_400, () => `${named(command)} expires too early`);
  }

  private removed(commands: Command[], version: number, writer: string): void {
    const command = commands[version - 1];
    must(command !== undefined && writer === 'ttl', () => `${writer} removed a command row`);
    command.isGone = true;
  }
}

export const named = ({ pk, sk, version }: { pk: string; sk: string; version: number }): string =>
  `${pk} ${sk} version ${version}`;
