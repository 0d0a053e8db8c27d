import type { StateType } from '../definition/machine';
import {
  ERRORS,
  FUNCTIONS,
  OPERATIONS,
  PART_FIELDS,
  REFUSED_VALUES,
  type Refused,
  STATE_FIELDS,
  type Support,
} from '../supported';
import { ERRORS_PAGE, functionPage, operationPage, partPage, statePage } from './pages';

/** One thing that AWS has, and what the engine does with it. */
export interface Row {
  /** As tests name it: `Task.TimeoutSeconds`, `retrier.BackoffRate`, `StartExecution`. */
  id: string;
  /** What it is a field of; none for a function, an error, an operation. */
  part?: string;
  name: string;
  /** The value of the field that is refused, where only that is. */
  value?: string;
  support: Support;
  /** Where AWS says what it is for. */
  page: string;
}

/** The fields of states and of what stands in and around them, in the order in which they are listed, and refused values. */
export function fieldRows(): Row[] {
  const states = Object.entries(STATE_FIELDS).flatMap(([type, fields]) =>
    rowsOf(type, fields, (field) => statePage(type as StateType, field)),
  );
  const parts = Object.entries(PART_FIELDS).flatMap(([part, fields]) =>
    rowsOf(part, fields, (field) => partPage(part as keyof typeof PART_FIELDS, field)),
  );
  const values = Object.entries(REFUSED_VALUES).flatMap(([part, fields]) =>
    Object.entries(fields).flatMap(([name, refused]) =>
      Object.entries(refused).map(([value, support]) => ({
        id: `${part}.${name}.${value}`,
        part,
        name,
        value,
        support,
        page: partPage(part as keyof typeof PART_FIELDS, name),
      })),
    ),
  );
  return [...states, ...parts, ...values];
}

export function functionRows(): Row[] {
  return Object.entries(FUNCTIONS).map(([name, support]) => ({ id: name, name, support, page: functionPage(name) }));
}

export function errorRows(): Row[] {
  return Object.entries(ERRORS).map(([name, support]) => ({ id: name, name, support, page: ERRORS_PAGE }));
}

export function operationRows(): Row[] {
  return [...OPERATIONS].sort().map((name) => ({ id: name, name, support: 'supported', page: operationPage(name) }));
}

export const isRefused = (support: Support): support is Refused => typeof support === 'object';

function rowsOf(part: string, fields: Readonly<Record<string, Support>>, page: (field: string) => string): Row[] {
  return Object.entries(fields).map(([name, support]) => ({
    id: `${part}.${name}`,
    part,
    name,
    support,
    page: page(name),
  }));
}
