import type { Jsonata, JsonValue } from '@blueprint/asl';
import { CURRENCY, MOST_ITEMS, MOST_PIECES, SKU } from '@blueprint/lambdas/quote/quote';

/** What may be wrong with a request, and the sentence that says so. */
interface InputFault {
  readonly Condition: Jsonata;
  readonly Output: JsonValue;
}

/**
 * A comparison with what is not there is false in JSONata, and what a function makes of it is not there either: hence `$not(… = …)`
 * rather than `!=`, and a look at the type before the value.
 */
const NO_TEXT = (value: string, pattern: string): Jsonata =>
  `{% $not($type(${value}) = 'string' ? $contains(${value}, /${pattern}/) : false) %}`;

const GOOD_ITEM = [
  `$type($item) = 'object' and $type($item.sku) = 'string' and $type($item.quantity) = 'number'`,
  `? $contains($item.sku, /${SKU}/) and $item.quantity = $floor($item.quantity)`,
  `and $item.quantity >= 1 and $item.quantity <= ${MOST_PIECES}`,
  ': false',
].join(' ');

/** Which items are not as they should be, counted from 1. */
const BAD_ITEMS = `$map($states.input.items, function($item, $index) { $not(${GOOD_ITEM}) ? $index + 1 })`;

/** In the order in which they are looked for: each may rely on those before it. */
export const INPUT_FAULTS: readonly InputFault[] = [
  { Condition: `{% $not($type($states.input) = 'object') %}`, Output: 'the request must be a JSON object' },
  {
    Condition: '{% $exists($states.input.schemaVersion) and $not($states.input.schemaVersion = 1) %}',
    Output: 'schemaVersion must be 1, or left out',
  },
  {
    Condition: NO_TEXT('$states.input.currency', CURRENCY),
    Output: 'currency must be a code of ISO 4217, such as "EUR"',
  },
  {
    Condition: `{% $not($type($states.input.items) = 'array' ? $count($states.input.items) in [1..${MOST_ITEMS}] : false) %}`,
    Output: `items must be a list of 1–${MOST_ITEMS}`,
  },
  {
    Condition: `{% $count(${BAD_ITEMS}) > 0 %}`,
    Output:
      `{% 'item ' & $join($map(${BAD_ITEMS}, $string), ', ') & ': sku must be 1–32 capitals, digits and hyphens, ` +
      `and quantity a whole number, 1–${MOST_PIECES}' %}`,
  },
];
