import { createHash } from 'node:crypto';
import * as z from 'zod/mini';
import { InvalidEnvironment } from '../../platform/errors';
import { parseJson } from '../../platform/parse-json';

/** Somebody who is told of every status. The URL may hold credentials: it stays out of messages, logs and errors. */
export interface Receiver {
  /** Follows from the URL alone. */
  id: string;
  url: string;
}

const urls = z.array(z.url({ protocol: /^https?$/ }));

/**
 * The receivers in the variable WEBHOOK_URLS.
 *
 * @throws InvalidEnvironment when it is no JSON array of http(s) URLs
 */
export function receiversIn(variable: string): readonly Receiver[] {
  const parsed = urls.safeParse(parseJson(variable));
  if (!parsed.success) {
    throw new InvalidEnvironment(
      'WEBHOOK_URLS is no JSON array of http(s) URLs. See notifications in the environment.',
    );
  }
  return parsed.data.map((url) => ({ url, id: createHash('sha256').update(url).digest('hex').slice(0, 16) }));
}
