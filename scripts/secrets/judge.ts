import { ALLOWED, type AllowedValue } from './allowed';
import { missed, PLANTED } from './planted';
import type { Found } from './scan';

/**
 * What a scan found that nobody has written a reason for.
 *
 * @throws Error when it did not find the secrets that were planted: then it has missed others, too
 */
export function unexplained(found: readonly Found[], allowed: readonly AllowedValue[] = ALLOWED): Found[] {
  const overlooked = missed(found);
  if (overlooked.length > 0)
    throw new Error(`The scan overlooked secrets that were planted (${overlooked.join(', ')}): what else?`);
  return found.filter(({ file, id }) => file !== PLANTED && !allowed.some((one) => one.id === id));
}
