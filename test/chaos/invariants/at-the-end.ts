import { number, text } from '../aws/item';
import type { World } from '../world/world';
import { isSettled, named } from './command-rows';
import { targetsShow } from './targets-show';
import { must } from './violation';

/** I1 and I3 on the tables, when everything has come to rest. */
export function checkTables(world: World): void {
  for (const { pk, sk } of world.entities()) checkEntity(world, pk, sk);
  for (const sk of world.commands.malformed) {
    const isKept = world.services.messages.some(({ MessageBody }) => MessageBody.includes(sk));
    must(isKept || world.stream.discarded > 0, () => `the malformed record ${sk} was neither kept nor reported`);
  }
}

function checkEntity(world: World, pk: string, sk: string): void {
  const commands = world.commands.of(pk, sk);
  const name = `${pk} ${sk}`;
  const { dynamodb } = world;
  const data = dynamodb.all('data').find((row) => text(row, 'pk') === pk && text(row, 'sk') === sk);
  must((number(data, 'version') ?? 0) === commands.length, () => `${name}: data is not at version ${commands.length}`);
  for (const command of commands) {
    must(isSettled(command.item), () => `${named(command)} is not settled`);
    must(command.item.open === undefined, () => `${named(command)} is settled and still in the open index`);
  }
  const versions = dynamodb
    .all('history')
    .filter((row) => text(row, 'pk') === pk && text(row, 'sk')?.replace(/@\d{10}$/, '') === sk)
    .map((row) => number(row, 'version') ?? 0)
    .sort((a, b) => a - b);
  const expected = Array.from({ length: Math.max(0, commands.length - 1) }, (_, index) => index + 1);
  must(`${versions}` === `${expected}`, () => `${name}: history holds [${versions}] instead of [${expected}]`);
  const newest = commands.at(-1);
  if (newest) targetsShow(dynamodb, newest);
}
