import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import * as z from 'zod/mini';

/** One version of the key of links. */
export interface LinkKey {
  readonly version: number;
  readonly secret: string;
}

/** What a link says: which request, who may decide through it, and until when. */
export interface Grant {
  /** Of the request. */
  readonly id: string;
  /** {@link approverHandle} of the person it was mailed to. */
  readonly for: string;
  /** Epoch seconds. */
  readonly expires: number;
}

const query = z.object({
  for: z.string().check(z.regex(/^[\w-]{22}$/)),
  expires: z.string().check(z.regex(/^\d{1,11}$/)),
  key: z.string().check(z.regex(/^[1-9]\d{0,8}$/)),
  signature: z.string().check(z.regex(/^[\w-]{43}$/)),
});

/** A link as somebody opened it: it says the truth only if {@link isSigned}. */
export interface GivenLink extends Grant {
  /** Version of the key it claims to be signed with. */
  readonly key: number;
  readonly signature: string;
}

/** Stands for an approver in a link, so that no address is in a browser's history or a proxy's log. */
export function approverHandle(email: string): string {
  return createHash('sha256').update(email.toLowerCase()).digest('base64url').slice(0, 22);
}

/**
 * The link through which one person decides one request. It holds no token of Step Functions: what it opens is the page, and what
 * the page does is checked against the request's row.
 *
 * @param apiUrl where the HTTP API is, without a slash at the end
 */
export function linkTo(apiUrl: string, key: LinkKey, grant: Grant): string {
  const parameters = new URLSearchParams({
    for: grant.for,
    expires: String(grant.expires),
    key: String(key.version),
    signature: sign(key, grant),
  });
  return `${apiUrl}/approvals/${grant.id}?${parameters}`;
}

/**
 * Reads a link without believing it.
 *
 * @returns undefined when a part is missing or is not as links are written, perhaps because a mail program broke it
 */
export function readLink(id: string, parameters: Readonly<Record<string, string | undefined>>): GivenLink | undefined {
  const { data } = query.safeParse(parameters);
  return data && { id, for: data.for, expires: Number(data.expires), key: Number(data.key), signature: data.signature };
}

/** Whether the link was signed with this key as it stands. Compares in constant time, and the texts: no other text stands for the same bytes. */
export function isSigned(key: LinkKey, link: GivenLink): boolean {
  const expected = Buffer.from(sign(key, link));
  const given = Buffer.from(link.signature);
  return link.key === key.version && given.length === expected.length && timingSafeEqual(given, expected);
}

/** HMAC-SHA256 over every part, the version of the key included; the first word keeps it from being a signature of anything else. */
function sign({ version, secret }: LinkKey, { id, for: approver, expires }: Grant): string {
  const signed = JSON.stringify(['approval-link', id, approver, expires, version]);
  return createHmac('sha256', secret).update(signed).digest('base64url');
}
