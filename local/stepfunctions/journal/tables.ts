import type { Activity } from '../activities/activities';
import type { ServiceContext } from '../api/service-context';
import type { JsonObject, JsonValue } from '../json';
import type { Alias } from '../store/aliases';
import type { Redrive } from '../store/redrives';
import type { StateMachine } from '../store/state-machines';
import type { Version } from '../store/versions';
import { restoreStateMachine, saveStateMachine } from './state-machine-record';

/** Something of the account that requests change and that outlives the process: values by key. */
export interface Table {
  name: string;
  /** A value that is replaced as a whole is compared by identity, any other by what it comes to as JSON. */
  entries(): Iterable<readonly [key: string, value: object]>;
  save(value: object): JsonValue;
  restore(key: string, saved: JsonValue): void;
}

type Account = Pick<ServiceContext, 'stateMachines' | 'versions' | 'aliases' | 'activities' | 'executions'>;

/** What of the account is kept besides executions and map runs. Tables are restored in this order. */
export function accountTables({ stateMachines, versions, aliases, activities, executions }: Account): Table[] {
  return [
    table<StateMachine>('stateMachines', {
      entries: () => stateMachines.all().map((each) => [each.arn, each]),
      save: saveStateMachine,
      restore: (_arn, saved) => stateMachines.put(restoreStateMachine(saved as JsonObject, new Map())),
    }),
    table<Version>('versions', {
      entries: () => versions.all().versions.map((each) => [each.arn, each]),
      save: ({ stateMachine, ...version }) => ({ ...version, stateMachine: saveStateMachine(stateMachine) }),
      restore: (_arn, saved) => {
        const { stateMachine, ...version } = saved as unknown as Version & { stateMachine: JsonObject };
        versions.restore({ ...version, stateMachine: restoreStateMachine(stateMachine, new Map()) });
      },
    }),
    table<number[]>('lastVersions', {
      entries: () => versions.all().last.map(([arn, last]) => [arn, [last]]),
      save: (last) => last,
      restore: (arn, saved) => versions.restoreLast(arn, Number((saved as number[])[0])),
    }),
    table<Alias>('aliases', {
      entries: () => aliases.all().map((each) => [each.arn, { ...each }]),
      save: (alias) => alias as unknown as JsonObject,
      restore: (_arn, saved) => aliases.put(saved as unknown as Alias),
    }),
    table<Activity>('activities', {
      entries: () => activities.all().map((each) => [each.arn, each]),
      save: ({ tags: _tags, ...saved }) => saved as unknown as JsonObject,
      restore: (_arn, saved) => activities.put({ ...(saved as unknown as Activity), tags: new Map() }),
    }),
    // Tags are changed in place, by their resource.
    table<[string, string][]>('tags', {
      entries: () => [...stateMachines.all(), ...activities.all()].map(({ arn, tags }) => [arn, [...tags]]),
      save: (tags) => tags,
      restore: (arn, saved) => {
        const tags = (stateMachines.find(arn) ?? activities.find(arn))?.tags;
        for (const [key, value] of saved as [string, string][]) tags?.set(key, value);
      },
    }),
    table<readonly Redrive[]>('redrives', {
      entries: () => executions.redrives.all(),
      save: (redrives) => redrives as unknown as JsonValue,
      restore: (arn, saved) => executions.redrives.put(arn, saved as unknown as Redrive[]),
    }),
  ];
}

/** What `entries` gives is what `save` takes. */
function table<Value extends object>(
  name: string,
  {
    entries,
    save,
    restore,
  }: Omit<Table, 'name' | 'entries' | 'save'> & {
    entries(): (readonly [key: string, value: Value])[];
    save(value: Value): JsonValue;
  },
): Table {
  return { name, entries, save: (value) => save(value as Value), restore };
}

/** What has changed in the tables since it was asked last. */
export class TableChanges {
  private readonly known = new Map<string, Map<string, { value: object; text: string }>>();

  constructor(private readonly tables: Table[]) {}

  /** The values that are new, and null for those that are gone. */
  next(): { table: string; key: string; value: JsonValue }[] {
    return this.tables.flatMap((table) => this.changesOf(table));
  }

  private changesOf(table: Table): { table: string; key: string; value: JsonValue }[] {
    const { name } = table;
    const before = this.known.get(name) ?? new Map<string, { value: object; text: string }>();
    const after: typeof before = new Map();
    const changes: ReturnType<TableChanges['next']> = [];
    for (const [key, value] of table.entries()) {
      const known = before.get(key);
      before.delete(key);
      if (known?.value === value) {
        after.set(key, known);
        continue;
      }
      const saved = table.save(value);
      const text = JSON.stringify(saved);
      after.set(key, { value, text });
      if (known?.text !== text) changes.push({ table: name, key, value: saved });
    }
    for (const key of before.keys()) changes.push({ table: name, key, value: null });
    this.known.set(name, after);
    return changes;
  }
}
