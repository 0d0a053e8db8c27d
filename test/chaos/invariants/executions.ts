import { number } from '../aws/item';
import { type CommandRows, named } from './command-rows';
import { must } from './violation';

interface Started {
  name: string;
  input: string | null;
}

/** Whether somebody started it by hand, under a name of his own. */
export const isByHand = (name: string): boolean => name.startsWith('again-') || name.startsWith('rogue-');

/** I3: however often a stream record is delivered, a command has one execution per attempt. */
export function oneExecutionPerAttempt(commands: CommandRows, executions: Iterable<Started>): void {
  const names = new Map<string, Set<string>>();
  for (const { name, input } of executions) {
    if (isByHand(name)) continue;
    const { pk, sk, version } = JSON.parse(input ?? '{}') as { pk: string; sk: string; version: number };
    const key = named({ pk, sk, version });
    names.set(key, (names.get(key) ?? new Set()).add(name));
  }
  for (const command of commands.all()) {
    const started = names.get(named(command))?.size ?? 0;
    const attempts = number(command.item, 'attempt') ?? 1;
    must(started <= attempts, () => `${named(command)} has ${started} executions in ${attempts} attempts`);
  }
}
