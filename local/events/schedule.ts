/** When a scheduled rule is due. */
export type Schedule = { everyMs: number } | { cron: (date: Date) => boolean };

const UNIT_MS: { [unit: string]: number } = { minute: 60_000, hour: 3_600_000, day: 86_400_000 };
const MONTHS = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];
const DAYS = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'];

/**
 * Reads `rate(5 minutes)` or `cron(0 12 ? * MON-FRI *)`; a cron test is asked once a minute, in UTC. Throws on anything else.
 *
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-scheduled-rule-pattern.html
 */
export function parseSchedule(expression: string): Schedule {
  const rate = /^rate\((\d+) (minute|hour|day)s?\)$/.exec(expression);
  if (rate?.[1] && rate[2]) return { everyMs: Number(rate[1]) * (UNIT_MS[rate[2]] ?? 0) };
  const fields = /^cron\((.+)\)$/.exec(expression)?.[1]?.trim().split(/\s+/);
  const [minute, hour, dayOfMonth, month, dayOfWeek, year] = fields ?? [];
  if (!minute || !hour || !dayOfMonth || !month || !dayOfWeek || !year) {
    throw new Error(`"${expression}" is neither rate(<number> <unit>) nor cron(<six fields>).`);
  }
  return {
    cron: (date) =>
      inField(minute, date.getUTCMinutes(), 0, 59) &&
      inField(hour, date.getUTCHours(), 0, 23) &&
      inField(numbered(month, MONTHS, 1), date.getUTCMonth() + 1, 1, 12) &&
      inField(year, date.getUTCFullYear(), 1970, 2199) &&
      isDayOfMonth(dayOfMonth, date) &&
      isDayOfWeek(numbered(dayOfWeek, DAYS, 1), date),
  };
}

/** One field: `*`, `?`, numbers, ranges, lists, steps. */
function inField(field: string, value: number, first: number, last: number): boolean {
  return field.split(',').some((part) => {
    const [range = '*', step] = part.split('/');
    const open = range === '*' || range === '?';
    const [from = first, to = step === undefined ? from : last] = open ? [first, last] : range.split('-').map(Number);
    return value >= from && value <= to && (value - from) % Number(step ?? 1) === 0;
  });
}

/** `L` is the month's last day; `15W` the working day nearest to the 15th. */
function isDayOfMonth(field: string, date: Date): boolean {
  const day = date.getUTCDate();
  const last = daysIn(date);
  if (field === 'L') return day === last;
  const nearest = /^(\d+)W$/.exec(field)?.[1];
  return nearest === undefined
    ? inField(field, day, 1, 31)
    : day === workingDayNear(Math.min(Number(nearest), last), date);
}

/** 1 is Sunday; `6L` the month's last Friday; `3#2` its second Tuesday. */
function isDayOfWeek(field: string, date: Date): boolean {
  const weekday = date.getUTCDay() + 1;
  const day = date.getUTCDate();
  const last = /^(\d)L$/.exec(field)?.[1];
  if (last !== undefined) return weekday === Number(last) && day > daysIn(date) - 7;
  const [, nth, count] = /^(\d)#(\d)$/.exec(field) ?? [];
  if (nth !== undefined) return weekday === Number(nth) && Math.ceil(day / 7) === Number(count);
  return inField(field === 'L' ? '7' : field, weekday, 1, 7);
}

function workingDayNear(day: number, date: Date): number {
  const weekday = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), day)).getUTCDay();
  if (weekday === 6) return day === 1 ? 3 : day - 1;
  if (weekday === 0) return day === daysIn(date) ? day - 2 : day + 1;
  return day;
}

function daysIn(date: Date): number {
  return new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate();
}

function numbered(field: string, names: string[], first: number): string {
  return names.reduce((text, name, index) => text.replaceAll(name, String(index + first)), field.toUpperCase());
}
