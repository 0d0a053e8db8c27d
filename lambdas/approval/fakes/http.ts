import type { HttpEvent } from '../../platform/http/request';
import { handler } from '../http';

/** What a browser sends that opens a page, or submits a form of it. */
const BROWSER = 'text/html,application/xhtml+xml,*/*;q=0.8';

/** A request as API Gateway hands it to the function. */
export function httpEvent(
  method: string,
  url: URL,
  form?: Readonly<Record<string, string>>,
  accept: string = BROWSER,
): HttpEvent {
  const [, id = ''] = /\/approvals\/([^/]*)$/.exec(url.pathname) ?? [];
  return {
    version: '2.0',
    routeKey: `${method} /approvals/{id}`,
    rawPath: url.pathname,
    rawQueryString: url.search.slice(1),
    headers: { accept, ...(form && { 'content-type': 'application/x-www-form-urlencoded' }) },
    pathParameters: { id },
    queryStringParameters: Object.fromEntries(url.searchParams),
    isBase64Encoded: false,
    ...(form && { body: String(new URLSearchParams(form)) }),
    requestContext: { requestId: 'request-7' },
  } as unknown as HttpEvent; // of what API Gateway sends, the part that is read
}

/** What came back. */
export interface Shown {
  readonly status: number | undefined;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body: string;
}

async function sent(event: HttpEvent): Promise<Shown> {
  const { statusCode, headers = {}, body = '' } = await handler(event);
  return { status: statusCode, headers, body };
}

/** Opens a link, as a person or a scanner of mail does. */
export function open(url: URL, accept?: string): Promise<Shown> {
  return sent(httpEvent('GET', url, undefined, accept));
}

/** Clicks a button of the page behind a link. */
export function click(url: URL, decision: string, reason?: string, accept?: string): Promise<Shown> {
  return sent(httpEvent('POST', url, { decision, ...(reason !== undefined && { reason }) }, accept));
}
