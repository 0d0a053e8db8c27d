import {
  LONGEST_APPROVAL_SECONDS,
  LONGEST_ROUND_SECONDS,
  MOST_DAYS_AHEAD,
  MOST_ROUNDS,
  ROUND_SECONDS,
  ROUNDS,
} from '@blueprint/lambdas/schedule/input';

/** What an input must be, as a JSONata expression, and what to tell a person when it is not. */
interface InputRule {
  readonly holds: string;
  readonly problem: string;
}

const input = '$states.input';

/** The input's own value, or the default. */
export const roundSeconds = valueOr('roundSeconds', ROUND_SECONDS);
export const rounds = valueOr('rounds', ROUNDS);
/** When the order is processed, in ms since the epoch. */
export const executeAtMs = `$toMillis(${input}.executeAt)`;

const DAY_MS = 24 * 60 * 60 * 1000;
const TIME = '/^[0-9]{4}-[0-9]{2}-[0-9]{2}T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]([.][0-9]{1,3})?Z$/';
const MONTH_AND_DAY = '/^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])T/';

/** February 30 is read as a day in March: only what is written back as it was is on the calendar. */
const sameWrittenBack = `$substring($fromMillis(${executeAtMs}), 0, 19) = $substring(${input}.executeAt, 0, 19)`;

/**
 * The rules of the input, each to be read only where those before it hold. Comparisons with what is missing are false in JSONata,
 * and its functions fail on a value of another type: hence a type is asked first, with `? :`, which skips the rest for sure.
 */
export const INPUT_RULES: readonly InputRule[] = [
  { holds: `${input}.schemaVersion = 1`, problem: 'schemaVersion must be 1' },
  ...['tenantCode', 'orderId', 'requestId'].map((name) => ({
    holds: text(name, '/^[^#]{1,256}$/'),
    problem: `${name} must be a text of 1–256 characters without #`,
  })),
  {
    holds: text('executeAt', TIME),
    problem: 'executeAt must be a time in UTC such as 2026-01-15T12:00:00Z',
  },
  {
    holds: `$contains(${input}.executeAt, ${MONTH_AND_DAY}) ? ${sameWrittenBack} : false`,
    problem: 'executeAt must be a day that there is',
  },
  {
    holds: `${executeAtMs} <= $toMillis($states.context.Execution.StartTime) + ${MOST_DAYS_AHEAD * DAY_MS}`,
    problem: `executeAt must be within ${MOST_DAYS_AHEAD} days: an execution lasts a year at most`,
  },
  wholeNumber('roundSeconds', LONGEST_ROUND_SECONDS),
  wholeNumber('rounds', MOST_ROUNDS),
  {
    holds: `${roundSeconds} * ${rounds} <= ${LONGEST_APPROVAL_SECONDS}`,
    problem: `roundSeconds × rounds must be at most ${LONGEST_APPROVAL_SECONDS} seconds`,
  },
];

function text(name: string, pattern: string): string {
  return `$type(${input}.${name}) = 'string' ? $contains(${input}.${name}, ${pattern}) : false`;
}

function wholeNumber(name: string, most: number): InputRule {
  const value = `${input}.${name}`;
  const isWhole = `$type(${value}) = 'number' ? ${value} = $floor(${value}) and ${value} >= 1 and ${value} <= ${most} : false`;
  return {
    holds: `$exists(${value}) ? (${isWhole}) : true`,
    problem: `${name} must be a whole number from 1 to ${most}`,
  };
}

function valueOr(name: string, otherwise: number): string {
  return `($exists(${input}.${name}) ? ${input}.${name} : ${otherwise})`;
}
