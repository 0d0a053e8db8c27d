import type { ObjectFormat } from '../../definition/machine';
import type { ObjectStore } from '../../integrations/object-store';
import { messageOf } from '../failures';
import type { ItemPage } from './item-page';
import { objectItems, type ReadableObject } from './object-items';

/**
 * The items of many objects of one format, one object after another: none is asked for before the items of those before it
 * have been taken.
 *
 * @throws Error that names the object that cannot be read.
 */
export async function* flattenedItems(
  objects: ObjectStore,
  found: AsyncIterable<ReadableObject>,
  format: ObjectFormat,
): AsyncGenerator<ItemPage> {
  for await (const object of found) {
    const source = `s3://${object.bucket}/${object.key}`;
    try {
      for await (const items of objectItems(objects, object, format)) yield { items, source };
    } catch (error) {
      throw new Error(`${source}: ${messageOf(error)}`, { cause: error });
    }
  }
}
