import fc from 'fast-check';
import {
  type CallFault,
  callFaults,
  type DeliveryFault,
  type DeliverySource,
  deliveryFaults,
  type Fault,
  invocationFaults,
} from './faults';
import { functionPaths } from './schedule';

/** One strike is often absorbed by the SDK, three by its attempts, twelve by the Retry of a state. */
const times = fc.constantFrom(1, 1, 1, 1, 3, 4, 12);

/** Up to which of its calls an operation is struck: about as many as a schedule makes. */
const calls = {
  BatchGetItem: 12,
  GetItem: 20,
  PutItem: 8,
  UpdateItem: 24,
  Query: 8,
  StartExecution: 5,
  SendTaskSuccess: 3,
  DescribeExecution: 2,
  RedriveExecution: 1,
  SendMessage: 1,
  'command/wait-prev-command UpdateItem': 3,
  'command/finish UpdateItem': 4,
  'command/finish SendTaskSuccess': 2,
  'command/sync-data UpdateItem': 8,
  'operator UpdateItem': 2,
};

const struck = (
  operation: string,
  kind: fc.Arbitrary<CallFault>,
  nth: fc.Arbitrary<number>,
  howOften: fc.Arbitrary<number>,
): fc.Arbitrary<Fault> =>
  fc.record({ at: fc.constant('call' as const), operation: fc.constant(operation), kind, nth, times: howOften });

/** A fault of an operation (`UpdateItem`) or of one function's calls of it (`command/finish UpdateItem`). */
export const callFault = (
  operation: string,
  last: number,
  kinds: readonly CallFault[] = callFaults,
): fc.Arbitrary<Fault> => struck(operation, fc.constantFrom(...kinds), fc.nat(last), times);

export const invocationFault = (path: string, last: number): fc.Arbitrary<Fault> =>
  fc.record({
    at: fc.constant('invocation' as const),
    path: fc.constant(path),
    kind: fc.constantFrom(...invocationFaults),
    nth: fc.nat(last),
    times,
  });

/** Fails so often that the retries of the SDK and of the state are used up, or that a record is reported as failed. */
export const hardFault = (operation: string, last: number): fc.Arbitrary<Fault> => {
  const kind = fc.constantFrom<CallFault>('throttled', 'error-before', 'reset-before', 'error-after');
  return struck(operation, kind, fc.nat(last), fc.constantFrom(3, 12));
};

/** Strikes every attempt that the retries of a state make, from the first on. */
export const exhausting = (operation: string, kind: CallFault): fc.Arbitrary<Fault> =>
  struck(operation, fc.constant(kind), fc.constant(0), fc.constant(4));

export const deliveryFault = (
  of: DeliverySource,
  last: number,
  kinds: readonly DeliveryFault[] = deliveryFaults,
): fc.Arbitrary<Fault> =>
  fc.record({
    at: fc.constant('delivery' as const),
    of: fc.constant(of),
    kind: fc.constantFrom(...kinds),
    nth: fc.nat(last),
    times: fc.constant(1),
  });

export const anyFault: fc.Arbitrary<Fault> = fc.oneof(
  { weight: 12, arbitrary: fc.constantFrom(...Object.entries(calls)).chain((site) => callFault(...site)) },
  { weight: 1, arbitrary: callFault('BatchGetItem', calls.BatchGetItem, ['unprocessed']) },
  { weight: 6, arbitrary: fc.constantFrom(...functionPaths).chain((path) => invocationFault(path, 4)) },
  { weight: 4, arbitrary: fc.constantFrom('records' as const, 'event' as const).chain((of) => deliveryFault(of, 4)) },
);
