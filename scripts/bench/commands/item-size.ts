import type { AttributeValue, Item } from '@blueprint/test/chaos/aws/item';

/**
 * The size of an item in bytes, by which DynamoDB counts capacity: names and values, in UTF-8.
 *
 * @throws Error for binary values and sets: no row of this project has one
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/CapacityUnitCalculations.html
 */
export function itemSize(item: Item): number {
  return sum(Object.entries(item).map(([name, value]) => Buffer.byteLength(name) + valueSize(name, value)));
}

const COLLECTION_BYTES = 3;

function valueSize(name: string, value: AttributeValue): number {
  if (value.S !== undefined) return Buffer.byteLength(value.S);
  if (value.N !== undefined) return numberSize(value.N);
  if (value.BOOL !== undefined || value.NULL !== undefined) return 1;
  if (value.L !== undefined) return COLLECTION_BYTES + sum(value.L.map((element) => 1 + valueSize(name, element)));
  if (value.M !== undefined) return COLLECTION_BYTES + Object.keys(value.M).length + itemSize(value.M);
  throw new Error(`Attribute ${name}: the size of a value of type ${Object.keys(value).join()} is not known here.`);
}

/** One byte for every two significant digits, and one more; leading and trailing zeros do not count. */
function numberSize(text: string): number {
  const digits = text
    .replace(/e.*$/i, '')
    .replace(/[-+.]/g, '')
    .replace(/^0+|0+$/g, '').length;
  return Math.ceil(digits / 2) + 1 + (text.startsWith('-') ? 1 : 0);
}

function sum(sizes: readonly number[]): number {
  return sizes.reduce((total, size) => total + size, 0);
}
