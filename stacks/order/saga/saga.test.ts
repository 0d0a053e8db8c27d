import { storedOrder } from '@blueprint/lambdas/order/fakes/orders';
import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { FAULT_KINDS, type Fault } from './faults';
import { violations } from './invariants';
import type { Placed, Plan } from './plan';
import { Deployment, World } from './world';

const placed = (overrides: Partial<Placed> = {}): Placed => ({
  sku: 'pen',
  quantity: 2,
  token: 'tok_visa',
  decision: 'none',
  ...overrides,
});

/** Each way that an order may take without any fault, and where it ends. */
const WAYS: readonly (readonly [end: string, order: Placed])[] = [
  ['confirmed', placed()],
  ['backordered', placed({ sku: 'ink', quantity: 2 })],
  ['rejected', placed({ sku: 'nothing-of-ours' })],
  ['payment-failed', placed({ token: 'tok_declined' })],
  ['confirmed', placed({ quantity: 11, decision: 'approve' })],
  ['rejected', placed({ quantity: 11, decision: 'reject' })],
  ['expired', placed({ quantity: 11, decision: 'expire' })],
  ['expired', placed({ quantity: 11, decision: 'none' })],
];
/** Single faults that pass: they cost nobody an order. */
const PASSING = ['before', 'after', 'late'] as const;
/** Faults that end an execution, or may. */
const ENDING = ['outage', 'stop'] as const;
/** An order is undone by about so many calls. */
const UNDOING_CALLS = 12;

/** The ways that differ in what is done and undone. */
const DIFFERENT: readonly Placed[] = [
  placed({ quantity: 11, decision: 'approve' }),
  placed({ quantity: 11, decision: 'none' }),
  placed({ token: 'tok_declined' }),
  placed({ sku: 'ink', quantity: 2 }),
  placed({ sku: 'nothing-of-ours' }),
];

let shared = new Deployment();

/** Plays a plan; says the plan and what was called, where something does not hold. */
async function play(plan: Plan, deployment = shared): Promise<World> {
  const world = new World(plan, deployment);
  const found = await world.play().then(
    () => violations(world),
    (error: Error) => [error.message],
  );
  if (found.length === 0) return world;
  // What the plan left running must not meddle with the next one.
  shared = new Deployment();
  throw new Error([...found, JSON.stringify(plan), ...world.boundary.log].join('\n'));
}

test.each(WAYS)('an order ends as %s where nothing goes wrong: %j', async (end, order) => {
  const world = await play({ orders: [order], faults: [], redrive: 'first' });
  expect(storedOrder(world.db, world.orderIds[0])?.status).toBe(end);
});

describe.each(DIFFERENT)('an order keeps its promises: %j', (order) => {
  const plan = (fault?: Fault, redrive: Plan['redrive'] = 'first'): Plan => ({
    orders: [order],
    faults: fault ? [fault] : [],
    redrive,
  });
  const endOf = (world: World) => storedOrder(world.db, world.orderIds[0])?.status;

  test.each(PASSING)('and ends as it would with the fault "%s" at any one of its calls', async (kind) => {
    const untroubled = await play(plan());
    for (let at = 0; at < untroubled.boundary.calls; at++) {
      const world = await play(plan({ at, kind }));
      expect({ at, end: endOf(world) }).toEqual({ at, end: endOf(untroubled) });
    }
  });

  test.each(ENDING)(
    'with the fault "%s" at any one of its calls, redriven before or after it is settled, or never',
    async (kind) => {
      const { calls } = (await play(plan())).boundary;
      for (let at = 0; at < calls; at++) {
        for (const redrive of ['first', 'last', 'never'] as const) await play(plan({ at, kind }, redrive));
      }
    },
  );

  test('stopped at any one of its calls, which has its effect at any moment of the undoing', async () => {
    const { calls } = (await play(plan())).boundary;
    for (let at = 0; at < calls; at++) {
      for (let lateness = 1; lateness <= UNDOING_CALLS; lateness++) {
        await play(plan({ at, kind: 'abandon', lateness }, 'never'));
      }
    }
  });
});

test('several orders of the same stock keep their promises, whatever goes wrong in whatever order', async () => {
  const anOrder = fc.record({
    sku: fc.constantFrom<Placed['sku']>('pen', 'pen', 'ink'),
    quantity: fc.constantFrom(1, 2, 11),
    token: fc.constantFrom<Placed['token']>('tok_visa', 'tok_visa', 'tok_visa', 'tok_declined'),
    decision: fc.constantFrom<Placed['decision']>('approve', 'approve', 'reject', 'expire', 'none'),
  });
  const aPlan = fc.record<Plan>({
    orders: fc.array(anOrder, { minLength: 1, maxLength: 3 }),
    faults: fc.array(
      fc.record({ at: fc.nat(60), kind: fc.constantFrom(...FAULT_KINDS), lateness: fc.integer({ min: 1, max: 12 }) }),
      { maxLength: 6 },
    ),
    redrive: fc.constantFrom<Plan['redrive']>('first', 'last', 'never'),
  });
  await fc.assert(
    fc.asyncProperty(aPlan, async (plan) => void (await play(plan, new Deployment()))),
    { numRuns: 150 },
  );
});
