import { schedulesOf, sequenceOf, some, theme } from '@blueprint/test/chaos/theme';
import { anyPause, close, later, soon } from '@blueprint/test/chaos/world/acts';
import {
  callFault,
  deliveryFault,
  exhausting,
  hardFault,
  invocationFault,
} from '@blueprint/test/chaos/world/fault-arbitraries';
import { callFaults, type DeliveryFault, type Fault } from '@blueprint/test/chaos/world/faults';
import fc from 'fast-check';
import { type Act, functionPaths, type ItemKind, type PublishHow, type Schedule } from './schedule';

const sequence = sequenceOf<Act>;

const nth = fc.nat(3);

const publish = (after: fc.Arbitrary<number>, how: fc.Arbitrary<PublishHow>): fc.Arbitrary<Act> =>
  fc.record({
    do: fc.constant('publish' as const),
    after,
    task: fc.constantFrom(0, 0, 1),
    taskType: fc.constantFrom('address-label' as const, 'address-label' as const, 'price-check' as const),
    items: some(fc.constantFrom<ItemKind>('good', 'good', 'bad'), 1, 4),
    how,
  });
const anyHow = fc.constantFrom<PublishHow>('once', 'once', 'repeated', 'other-content', 'brief');
const once = fc.constantFrom<PublishHow>('once', 'brief');

const acting = (what: 'stop' | 'redrive' | 'start-again', after: fc.Arbitrary<number>): fc.Arbitrary<Act> =>
  fc.record({ do: fc.constant(what), after, nth });
const malformed = (after: fc.Arbitrary<number>): fc.Arbitrary<Act> =>
  fc.record({ do: fc.constant('insert-malformed' as const), after });

/** Nothing but a failure queue and an alarm tells of what is lost, so nothing is: it is given up after its attempts. */
const deliveries: readonly DeliveryFault[] = ['repeated', 'repeated-later', 'late', 'very-late'];

/** Up to which of its calls an operation is struck: about as many as a schedule makes. */
const calls = {
  BatchGetItem: 8,
  TransactWriteItems: 8,
  UpdateItem: 8,
  BatchWriteItem: 2,
  PutItem: 2,
  GetItem: 6,
  SendMessage: 10,
  StartExecution: 2,
  DescribeExecution: 1,
  'publisher UpdateItem': 2,
  'publisher BatchWriteItem': 2,
  'task/iterator TransactWriteItems': 6,
  'task/settle-task UpdateItem': 1,
  'task/start UpdateItem': 1,
};

const transactionFault = callFault('TransactWriteItems', 8, ['conflicted']);

const anyFault: fc.Arbitrary<Fault> = fc.oneof(
  { weight: 12, arbitrary: fc.constantFrom(...Object.entries(calls)).chain((site) => callFault(...site)) },
  { weight: 2, arbitrary: transactionFault },
  { weight: 1, arbitrary: callFault('BatchWriteItem', 2, ['unprocessed']) },
  { weight: 6, arbitrary: fc.constantFrom(...functionPaths).chain((path) => invocationFault(path, 4)) },
  {
    weight: 4,
    arbitrary: fc
      .constantFrom('records' as const, 'event' as const, 'message' as const)
      .chain((of) => deliveryFault(of, 4, deliveries)),
  },
);

/** Anything at any time. */
const anything = theme(
  sequence(
    publish(anyPause, anyHow),
    some(
      fc.oneof<fc.WeightedArbitrary<Act>[]>(
        { weight: 8, arbitrary: publish(anyPause, anyHow) },
        { weight: 3, arbitrary: acting('stop', anyPause) },
        { weight: 3, arbitrary: acting('redrive', anyPause) },
        { weight: 1, arbitrary: acting('start-again', anyPause) },
        { weight: 1, arbitrary: malformed(anyPause) },
      ),
      0,
      4,
    ),
  ),
  some(anyFault, 0, 8),
);

/** A publisher dies, or is answered late, and publishes again while the task is already run. */
const publishing = theme(
  sequence(
    publish(close, anyHow),
    some(publish(soon, fc.constantFrom<PublishHow>('once', 'repeated', 'other-content')), 1, 3),
  ),
  some(
    fc.oneof(
      callFault('publisher BatchWriteItem', 2, ['killed-and-landing-late', 'very-slow', ...callFaults]),
      callFault('publisher UpdateItem', 2),
      callFault('publisher PutItem', 2),
      hardFault('BatchWriteItem', 1),
    ),
    1,
    4,
  ),
);

/** Items are recorded late, twice and beside each other. */
const recording = theme(
  sequence(
    publish(close, once),
    some(fc.oneof(acting('start-again', soon), acting('stop', soon), acting('redrive', later)), 0, 3),
  ),
  some(
    fc.oneof(
      callFault('TransactWriteItems', 4, [
        'killed-and-landing-late',
        'very-slow',
        'killed-after',
        'response-lost',
        'reset-after',
      ]),
      exhausting('task/iterator TransactWriteItems', 'killed-and-landing-late'),
      callFault('task/iterator BatchGetItem', 4),
      transactionFault,
      invocationFault('task/iterator', 4),
      hardFault('TransactWriteItems', 3),
    ),
    1,
    5,
  ),
);

/** Executions are stopped and resumed, and the news of it is old, or comes again. */
const stopping = theme(
  sequence(
    publish(close, once),
    some(
      fc.oneof(acting('stop', soon), acting('stop', later), acting('redrive', soon), acting('redrive', later)),
      2,
      5,
    ),
  ),
  some(
    fc.oneof(
      deliveryFault('event', 2, ['repeated-later', 'very-late', 'late']),
      callFault('task/settle UpdateItem', 1, ['very-slow', 'killed-and-landing-late', ...callFaults]),
      callFault('DescribeExecution', 2),
      invocationFault('task/settle', 2),
      hardFault('task/settle-task GetItem', 0),
    ),
    0,
    4,
  ),
);

/** Messages and starts are refused until the SDK gives up, and what was reported as failed comes again. */
const delivering = theme(
  some(publish(close, once), 1, 2),
  some(
    fc.oneof(
      hardFault('SendMessage', 3),
      hardFault('StartExecution', 0),
      hardFault('task/start UpdateItem', 0),
      invocationFault('task/trigger', 2),
      invocationFault('task/start', 2),
      deliveryFault('records', 2, deliveries),
      deliveryFault('message', 2, deliveries),
    ),
    1,
    4,
  ),
);

/** Tasks whose time runs out while their items are retried, stopped and resumed. */
const deadlines = theme(
  sequence(
    publish(close, fc.constant('brief')),
    some(
      fc.oneof(acting('stop', close), acting('stop', soon), acting('redrive', soon), acting('redrive', later)),
      0,
      3,
    ),
  ),
  some(
    fc.oneof(
      invocationFault('task/iterator', 3),
      invocationFault('task/item-failed', 1),
      callFault('task/iterator BatchGetItem', 3, ['killed-before', 'very-slow', 'request-lost']),
      callFault('TransactWriteItems', 3, ['killed-after', 'killed-and-landing-late', 'very-slow']),
      hardFault('TransactWriteItems', 2),
    ),
    1,
    4,
  ),
);

/** Schedules with few tasks of few items, so that faults strike near each other, and few enough that some work gets done. */
export const schedules: fc.Arbitrary<Schedule> = schedulesOf<Act>(
  { weight: 4, arbitrary: anything },
  { weight: 2, arbitrary: publishing },
  { weight: 3, arbitrary: recording },
  { weight: 2, arbitrary: stopping },
  { weight: 2, arbitrary: delivering },
  { weight: 2, arbitrary: deadlines },
);
