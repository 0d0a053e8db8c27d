import { Html, html } from './html';
import { REASON_LIMIT } from './operations';
import { readableTime } from './readable-time';
import type { ApprovalRow } from './rows';
import { STYLE, STYLE_SOURCE } from './style';

/**
 * Headers of every page. It runs nothing and fetches nothing; its forms go back to where it came from; no other page frames it; and
 * its address, which is a link that decides, is told to nobody.
 */
export const PAGE_HEADERS = {
  'content-security-policy': `default-src 'none'; style-src ${STYLE_SOURCE}; form-action 'self'; base-uri 'none'; frame-ancestors 'none'`,
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'x-robots-tag': 'noindex',
} as const;

/**
 * The page that asks: what it is about, and two buttons. A form without an action goes back to the page's own address, the link.
 *
 * @param approver e-mail address of the person whose link it is
 */
export function requestPage(row: ApprovalRow, approver: string): string {
  return page(
    row.subject,
    html`<p class="state">Waits for a decision</p>
<h1 dir="auto">${row.subject}</h1>
<p class="soft">You decide as ${approver}, before ${time(row.expiresAt)}. One decision counts, and it is final.</p>
${facts(row)}
<form method="post">
<button class="approve" name="decision" value="approve">Approve</button>
</form>
<form method="post">
<label for="reason">Reason (optional)</label>
<textarea id="reason" name="reason" maxlength="${String(REASON_LIMIT)}"></textarea>
<button class="reject" name="decision" value="reject">Reject</button>
</form>`,
  );
}

/** What the page of a decided request says first. */
export type Told = 'now' | 'before' | 'too-late';

/**
 * The page of a request that is decided: what was decided, by whom and when.
 *
 * @param told `now` to the person whose click it was, `too-late` to one whose click changed nothing
 */
export function decidedPage(row: ApprovalRow, told: Told): string {
  const verdict = row.status === 'approved' ? 'Approved' : 'Rejected';
  const { decidedBy = '', decidedAt = '', reason } = row;
  return page(
    `${verdict}: ${row.subject}`,
    html`<p class="state ${row.status}">${verdict}</p>
<h1 dir="auto">${row.subject}</h1>
<p role="status"><strong>${OPENING[told]}</strong> ${verdict} by ${decidedBy} on ${time(decidedAt)}.</p>
${
  row.delivery === 'undeliverable'
    ? html`<p>The workflow that asked was not waiting for it: it has ended, or it takes the decision up when it asks again.</p>
`
    : html``
}${facts(row, reason === undefined ? [] : [{ label: 'Reason', value: reason }])}`,
  );
}

const OPENING: Readonly<Record<Told, string>> = {
  now: 'Your decision is recorded.',
  before: 'This request is decided.',
  'too-late': 'Your click changed nothing: this request was decided before.',
};

/** The page that says what is wrong, and what to do. */
export function problemPage(title: string, detail: string, requestId: string): string {
  return page(
    title,
    html`<h1>${title}</h1>
<p>${detail}</p>
<p class="soft">For whoever you ask about it: request ${requestId}</p>`,
  );
}

/** @param first what stands before the details */
function facts({ details, requestedAt }: ApprovalRow, first: ApprovalRow['details'] = []): Html {
  return html`<dl>
${[...first, ...details].map(({ label, value }) => html`<div><dt dir="auto">${label}</dt><dd dir="auto">${value}</dd></div>\n`)}<div><dt>Asked</dt><dd>${time(requestedAt)}</dd></div>
</dl>`;
}

function time(iso: string): Html {
  return html`<time datetime="${iso}">${readableTime(iso)}</time>`;
}

const styleSheet = new Html(STYLE);

function page(title: string, main: Html): string {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<style>${styleSheet}</style>
</head>
<body>
<main>
${main}
</main>
</body>
</html>
`.text;
}
