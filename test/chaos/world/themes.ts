import fc from 'fast-check';
import { schedulesOf, sequenceOf, some, theme } from '../theme';
import {
  anyPause,
  close,
  later,
  leap,
  malformed,
  poison,
  publish,
  publishInvalid,
  remove,
  repairing,
  soon,
  starting,
  stop,
  tending,
} from './acts';
import { anyFault, callFault, deliveryFault, exhausting, hardFault, invocationFault } from './fault-arbitraries';
import type { Act, Schedule } from './schedule';

const first = fc.constant(0);
const once = fc.constant('once' as const);

const sequence = sequenceOf<Act>;

/** Faults that the SDK and the Retry of the states absorb: with those alone, nothing may fail. */
const few = some(
  anyFault.map((fault) => ({ ...fault, times: 1 })),
  0,
  3,
);

/** Anything at any time. */
const anything = theme(
  sequence(
    publish(anyPause),
    some(
      fc.oneof<fc.WeightedArbitrary<Act>[]>(
        { weight: 16, arbitrary: publish(anyPause) },
        { weight: 2, arbitrary: publishInvalid(anyPause) },
        { weight: 1, arbitrary: malformed(anyPause) },
        { weight: 2, arbitrary: starting(anyPause) },
        { weight: 2, arbitrary: stop(anyPause) },
        { weight: 3, arbitrary: repairing(anyPause) },
        { weight: 3, arbitrary: tending(anyPause) },
        { weight: 2, arbitrary: poison(anyPause) },
        { weight: 1, arbitrary: leap(anyPause) },
      ),
      1,
      9,
    ),
  ),
  fc.oneof(few, some(anyFault, 2, 9)),
);

/** Versions of one entity on each other's heels, with what delays a wait, a settling or a wake-up. */
const neighbours = theme(
  sequence(
    some(publish(close, first, once), 2, 4),
    some(fc.oneof(starting(close), starting(soon), stop(soon), publishInvalid(close, first)), 0, 2),
  ),
  some(
    fc.oneof(
      callFault('command/wait-prev-command UpdateItem', 2),
      callFault('command/finish UpdateItem', 2),
      callFault('command/finish SendTaskSuccess', 2),
      invocationFault('command/wait-prev-command', 2),
      invocationFault('command/finish', 2),
      invocationFault('command/check-version', 2),
      deliveryFault('records', 2),
      hardFault('StartExecution', 2),
      hardFault('command/finish SendTaskSuccess', 0),
    ),
    1,
    4,
  ),
);

/** Waits behind something broken: stopped, resumed, and their tokens and failures arriving when they are no longer true. */
const longWaits = theme(
  sequence(
    fc.oneof(publishInvalid(close, first), poison(close, first)),
    some(publish(close, first, once), 1, 3),
    some(fc.oneof(stop(soon), stop(soon), repairing(later), repairing(soon), starting(soon), tending(later)), 1, 5),
  ),
  some(
    fc.oneof(
      deliveryFault('event', 4, ['repeated-later', 'repeated-later', 'very-late', 'lost']),
      deliveryFault('event', 4, ['repeated-later', 'repeated-later', 'very-late', 'lost']),
      callFault('command/wait-prev-command UpdateItem', 1, ['killed-and-landing-late']),
      callFault('operator UpdateItem', 2),
    ),
    1,
    5,
  ),
);

/** Something fails for good, and people do what they can about it, together and too early. */
const repairs = theme(
  sequence(
    some(publish(close, first, once), 0, 1),
    some(fc.oneof(poison(soon, first), stop(close), publishInvalid(soon, first)), 1, 2),
    some(publish(soon, first, once), 1, 2),
    some(fc.oneof(repairing(later), repairing(soon), stop(soon), tending(later), publish(soon, first, once)), 2, 6),
  ),
  some(
    fc.oneof(
      deliveryFault('event', 3),
      deliveryFault('event', 3),
      callFault('operator UpdateItem', 2),
      callFault('RedriveExecution', 1),
      callFault('StartExecution', 4),
      callFault('command/settle UpdateItem', 2),
      callFault('command/finish SendTaskSuccess', 1),
      invocationFault('command/settle', 2),
    ),
    0,
    4,
  ),
);

/** Read models whose writes arrive late, around deletes. */
const lateWrites = theme(
  sequence(some(publish(soon, first, once), 1, 3), remove(soon, first), some(publish(later, first, once), 0, 1)),
  some(
    fc.oneof(
      callFault('command/sync-data UpdateItem', 5, ['killed-and-landing-late']),
      callFault('command/sync-data UpdateItem', 5),
      invocationFault('command/sync-data', 4),
    ),
    1,
    4,
  ),
);

/** A command that failed is settled after all, by a write that arrives late, while people repair it. */
const lateSettling = theme(
  sequence(some(publish(close, first, once), 1, 2), some(repairing(later), 1, 4)),
  fc.tuple(
    exhausting('command/finish UpdateItem', 'killed-and-landing-late'),
    callFault('operator UpdateItem', 1, ['slow', 'very-slow']),
    anyFault,
  ),
);

/** A wait is stopped and resumed, and the news of the stop comes once more, or late. */
const staleFailures = theme(
  sequence(
    publishInvalid(close, first),
    some(publish(close, first, once), 1, 2),
    stop(later),
    some(repairing(later), 1, 4),
  ),
  fc.tuple(deliveryFault('event', 2, ['repeated-later', 'repeated-later', 'very-late']), anyFault),
);

/** Rows expire and waits end while something is broken. */
const longTimes = theme(
  sequence(
    some(publish(close, first, once), 1, 2),
    poison(soon, first),
    some(publish(soon, first, once), 1, 2),
    leap(later),
    some(fc.oneof(repairing(soon), tending(soon), publish(soon, first), leap(later)), 1, 3),
  ),
  few,
);

/** Schedules with a few commands each, so that a neighbour is always near, and few enough faults that some work gets done. */
export const schedules: fc.Arbitrary<Schedule> = schedulesOf<Act>(
  { weight: 5, arbitrary: anything },
  { weight: 3, arbitrary: neighbours },
  { weight: 3, arbitrary: longWaits },
  { weight: 3, arbitrary: repairs },
  { weight: 2, arbitrary: lateWrites },
  { weight: 2, arbitrary: lateSettling },
  { weight: 2, arbitrary: staleFailures },
  { weight: 1, arbitrary: longTimes },
);
