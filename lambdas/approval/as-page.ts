import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import * as z from 'zod/mini';
import { PROBLEM_JSON } from '../platform/http/problem';
import type { HttpEvent } from '../platform/http/request';
import { parseJson } from '../platform/parse-json';
import { PAGE_HEADERS, problemPage } from './page';

const problem = z.object({ title: z.string(), detail: z.string(), requestId: z.string() });

/** Writes a problem as a page under the same status, unless the caller asks for JSON: a person has clicked, and reads no problem details. */
export function asPage(
  { headers }: Pick<HttpEvent, 'headers'>,
  answer: APIGatewayProxyStructuredResultV2,
): APIGatewayProxyStructuredResultV2 {
  if (answer.headers?.['content-type'] !== PROBLEM_JSON || asksForJson(headers.accept)) return answer;
  const { data } = problem.safeParse(parseJson(answer.body ?? ''));
  if (data === undefined) return answer;
  return {
    ...answer,
    headers: { ...answer.headers, ...PAGE_HEADERS, 'content-type': 'text/html; charset=utf-8' },
    body: problemPage(data.title, data.detail, data.requestId),
  };
}

/** Browsers name `text/html` and take anything. */
function asksForJson(accept = ''): boolean {
  return /\bjson\b/.test(accept) && !accept.includes('text/html');
}
