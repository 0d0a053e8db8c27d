import type { ObjectFormat } from '../../definition/machine';
import type { ObjectLocation, ObjectStore } from '../../integrations/object-store';
import type { JsonValue } from '../../json';
import { CsvItems } from './csv-items';
import { decompressed } from './decompressed';
import { JsonArrayItems } from './json-array-items';
import { JsonLinesItems } from './json-lines-items';
import { textOf } from './object-text';
import { PointedItems } from './pointed-items';
import type { TextItems } from './text-items';

/** An object, read as the state machine's role. */
export type ReadableObject = ObjectLocation & { roleArn: string };

/** The items of one object, in pages of any length, also none. */
export async function* objectItems(
  objects: ObjectStore,
  object: ReadableObject,
  format: ObjectFormat,
): AsyncGenerator<JsonValue[]> {
  const items = textItems(format);
  for await (const piece of textOf(decompressed(objects.get(object), object.key))) yield items.push(piece);
  yield items.end();
}

function textItems(format: ObjectFormat): TextItems {
  if (format.type === 'CSV') return new CsvItems(format.delimiter, format.headers);
  if (format.type !== 'JSON') return new JsonLinesItems();
  return format.pointer ? new PointedItems(format.pointer) : new JsonArrayItems();
}
