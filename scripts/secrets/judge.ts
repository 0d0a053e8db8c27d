import { ALLOWED, type AllowedValue, allows } from './allowed';
import { missed, PLANTED } from './planted';
import type { Found } from './scan';

/**
 * What a scan found that nobody has written a reason for.
 *
 * @throws Error when the secrets that were planted are not among it: then others were missed or allowed, too
 */
export function unexplained(found: readonly Found[], allowed: readonly AllowedValue[] = ALLOWED): Found[] {
  const open = found.filter((one) => !allowed.some((value) => allows(value, one)));
  const overlooked = missed(open);
  if (overlooked.length > 0)
    throw new Error(`The scan overlooked secrets that were planted (${overlooked.join(', ')}): what else?`);
  return open.filter(({ file }) => file !== PLANTED.file);
}
