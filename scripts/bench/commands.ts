import { type Deployment, deploy } from '@blueprint/test/chaos/deployment';
import { entities } from '@blueprint/test/chaos/world/schedule';
import { number } from './columns';
import { type Metered, MeteredWorld } from './commands/metered-world';
import { costPerMillion, difference, type Usage } from './commands/usage';
import type { Gate } from './gate';
import { PRICES } from './prices';
import type { BenchContext, Report } from './section';

interface Measured extends Usage {
  readonly command: string;
  readonly targets: number;
  readonly dollarsPerMillion: number;
}

/** The sample entities: airports have the data table as their only target, orders a read model too. */
const kinds = [
  { entityType: 'airport', targets: 1 },
  { entityType: 'order', targets: 2 },
] as const;

/** Latencies decide whether a successor overtakes: so many seeds are tried until one does. */
const SEEDS = 50;

/** MBC CQRS Serverless 1.2.5, whose command workflow this one follows, takes 9, 20, 20 and 14. */
const LIMITS = { transitions: 9, invocations: 8, requests: 10, writeUnits: 7 } as const;

/** Counts what settling one command takes: the deployed definition and bundled handlers, in which nothing goes wrong. */
export async function commands(context: BenchContext): Promise<Report> {
  context.progress('bundling');
  const deployment = await deploy();
  const measured: Measured[] = [];
  for (const { entityType, targets } of kinds) {
    context.progress(`commands with ${targets === 1 ? 'one target' : `${targets} targets`}`);
    const entity = entities.findIndex((candidate) => candidate.entityType === entityType);
    for (const [command, usage] of await usages(deployment, entity)) {
      measured.push({ command, targets, ...usage, dollarsPerMillion: costPerMillion(usage) });
    }
  }
  const { transitions, invocations, readUnits, writeUnits } = PRICES.perMillion;
  return {
    tables: [
      {
        title: 'Per command, from its publication to the end of its execution',
        header: [
          'command',
          'targets',
          'transitions',
          'invocations',
          'DynamoDB requests',
          'read units',
          'write units',
          '$ a million',
        ],
        rows: measured.map((one) => [
          one.command,
          ...[one.targets, one.transitions, one.invocations, one.requests].map((count) => number(count)),
          ...[one.readUnits, one.writeUnits].map((units) => number(units, 1)),
          number(one.dollarsPerMillion, 2),
        ]),
        notes: [
          'Transitions: states entered, a retry is one more. Invocations: those of the states, and the trigger with one record.',
          'Requests include the two of the publisher; units are computed from item sizes, the index of open commands included.',
          'An update that waits: what two updates take of which the second waits for the first, less what one takes alone.',
          `List prices in ${PRICES.region} (${PRICES.asOf}), $ a million: transitions ${transitions}, invocations ${invocations}, read units ${readUnits}, write units ${writeUnits};`,
          'the duration of functions, logs and traces are not counted.',
        ],
      },
    ],
    gates: gates(measured),
    measured: { prices: PRICES, commands: measured },
  };
}

async function usages(deployment: Deployment, entity: number): Promise<[command: string, usage: Usage][]> {
  const world = await MeteredWorld.create(deployment, 1);
  const create = await world.settle(entity, 'put');
  const update = await world.settle(entity, 'put');
  const remove = await world.settle(entity, 'delete');
  world.close();
  const pair = await pairThatWaits(deployment, entity);
  return [
    ['create', create.usage],
    ['update', update.usage],
    ['delete', remove.usage],
    ['update that waits', difference(pair.usage, update.usage)],
  ];
}

/** @throws Error when the second update overtakes the first in none of the tried runs */
async function pairThatWaits(deployment: Deployment, entity: number): Promise<Metered> {
  for (let seed = 1; seed <= SEEDS; seed++) {
    const world = await MeteredWorld.create(deployment, seed);
    await world.settle(entity, 'put');
    const pair = await world.settlePair(entity);
    world.close();
    if (pair.waited === 1) return pair;
  }
  throw new Error(`In ${SEEDS} runs of two updates, close to each other, none waited for the other.`);
}

function gates(measured: readonly Measured[]): Gate[] {
  const update = measured.find(({ command, targets }) => command === 'update' && targets === 1);
  const gate = (counted: keyof typeof LIMITS, unit: string): Gate => ({
    name: 'an update with one target',
    measured: update?.[counted] ?? Number.NaN,
    bound: 'at most',
    limit: LIMITS[counted],
    unit,
  });
  return [
    gate('transitions', 'transitions'),
    gate('invocations', 'invocations'),
    gate('requests', 'DynamoDB requests'),
    gate('writeUnits', 'write units'),
  ];
}
