import * as z from 'zod/mini';
import { operation } from '../platform/http/operation';
import type { ProblemType } from '../platform/http/problem';

/** Characters of the longest reason. */
export const REASON_LIMIT = 500;

/** The link is forged, broken, signed with a key that holds no more, or of someone who may not approve. */
export const LINK_REFUSED: ProblemType = {
  name: 'approval-link-refused',
  status: 403,
  title: 'This link does not open the request',
};

/** The link is good, but what it opened was removed. */
export const NO_APPROVAL: ProblemType = {
  name: 'no-approval',
  status: 404,
  title: 'There is no such request any more',
};

/** Nobody decided in time, or the workflow ended without an answer. */
export const APPROVAL_OVER: ProblemType = {
  name: 'approval-over',
  status: 410,
  title: 'This request can no longer be decided',
};

/** A link is read leniently: one that a mail program has broken gets a page that says so, and not a list of parameters. */
const link = {
  params: z.object({ id: z.string() }),
  query: z.object({
    for: z.optional(z.string()),
    expires: z.optional(z.string()),
    key: z.optional(z.string()),
    signature: z.optional(z.string()),
  }),
} as const;

/** A browser sends CR LF for each line break, and counts one character. */
const reason = z.pipe(
  z.string(),
  z.pipe(
    z.transform((text: string) => text.replace(/\r\n?/g, '\n').trim()),
    z.string().check(z.maxLength(REASON_LIMIT)),
  ),
);

const headers = {
  'content-security-policy': 'The page runs and fetches nothing',
  'referrer-policy': 'The address of the page is told to nobody',
  'x-content-type-options': '`nosniff`',
  'x-frame-options': '`DENY`',
  'x-robots-tag': '`noindex`',
} as const;

const page = (description: string) => ({ description, mediaType: 'text/html', headers }) as const;

const PROBLEMS = [LINK_REFUSED, NO_APPROVAL, APPROVAL_OVER];
const FOR_PEOPLE = 'Whoever does not ask for JSON is told of a problem by a page, under the same status.';

export const showApproval = operation({
  operationId: 'showApproval',
  method: 'GET',
  path: '/approvals/{id}',
  summary: 'The page on which a person approves or rejects',
  description: `Opened by the link in the mail to an approver. Opening it decides nothing. ${FOR_PEOPLE}`,
  access: 'open',
  ...link,
  answers: { 200: page('The request, with two buttons while it is open, or what was decided') },
  problems: PROBLEMS,
  problemsAsPages: true,
});

export const decideApproval = operation({
  operationId: 'decideApproval',
  method: 'POST',
  path: '/approvals/{id}',
  summary: 'Approves or rejects, once',
  description: `What the buttons of the page send. ${FOR_PEOPLE}`,
  access: 'open',
  ...link,
  body: z.object({ decision: z.enum(['approve', 'reject']), reason: z.optional(reason) }),
  bodyType: 'application/x-www-form-urlencoded',
  answers: {
    200: page('The decision is recorded, or was by the same person before'),
    409: page('Another decision was recorded before: this one changed nothing'),
  },
  problems: PROBLEMS,
  problemsAsPages: true,
});

export const operations = [showApproval, decideApproval];
