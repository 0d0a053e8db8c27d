import { createHash } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { decidedPage, PAGE_HEADERS, problemPage, requestPage } from './page';
import type { ApprovalRow } from './rows';

const HOSTILE = `<script>alert(1)</script>"'&`;
const ESCAPED = '&lt;script&gt;alert(1)&lt;/script&gt;&quot;&#39;&amp;';

const row: ApprovalRow = {
  id: 'a'.repeat(43),
  tenantCode: 'tenant1',
  executionArn: 'arn',
  redrives: 0,
  stateName: 'wait',
  subject: HOSTILE,
  details: [{ label: HOSTILE, value: HOSTILE }],
  approvers: ['ann@example.com'],
  requestedAt: '2025-01-01T00:00:00.000Z',
  expiresAt: '2025-01-01T01:00:00.000Z',
  status: 'open',
  taskToken: 'the-task-token',
  turn: 0,
};
const decided: ApprovalRow = {
  ...row,
  status: 'rejected',
  decidedBy: HOSTILE,
  decidedAt: '2025-01-01T00:30:00.000Z',
  reason: HOSTILE,
};

const pages = [
  ['request', requestPage(row, HOSTILE)],
  ['decided', decidedPage(decided, 'before')],
  ['problem', problemPage(HOSTILE, HOSTILE, HOSTILE)],
] as const;

describe.each(pages)('the %s page', (_, page) => {
  test('shows what it is given as text, and never as HTML', () => {
    expect(page).toContain(ESCAPED);
    expect(page).not.toContain('<script');
    expect(page).not.toContain(HOSTILE);
  });

  test('fetches and runs nothing', () => {
    expect(page).not.toMatch(/\b(src|href|action|on\w+|style)=/);
  });

  test('has the one style sheet that its Content-Security-Policy allows', () => {
    const [, style = ''] = /<style>([\s\S]*)<\/style>/.exec(page) ?? [];
    const hash = createHash('sha256').update(style).digest('base64');
    expect(PAGE_HEADERS['content-security-policy']).toContain(`style-src 'sha256-${hash}'`);
  });

  test('has a language, a title, one main heading, and fits a phone', () => {
    expect(page).toMatch(/^<!doctype html>\n<html lang="en">/);
    expect(page).toMatch(/<title>[^<]+<\/title>/);
    expect(page.match(/<h1/g)).toHaveLength(1);
    expect(page).toContain('width=device-width');
  });

  test('does not hold the task token', () => {
    expect(page).not.toContain('the-task-token');
  });
});

describe('the request page', () => {
  test('posts to its own address, the link', () => {
    const page = requestPage(row, 'ann@example.com');
    expect(page.match(/<form method="post">/g)).toHaveLength(2);
    expect(page.match(/<button class="\w+" name="decision" value="(approve|reject)">/g)).toHaveLength(2);
  });

  test('labels its field', () => {
    const page = requestPage(row, 'ann@example.com');
    expect(page).toMatch(/<label for="reason">/);
    expect(page).toMatch(/<textarea id="reason" name="reason" maxlength="500">/);
  });
});

test('the decided page leaves out a reason where there is none', () => {
  const { reason: _, ...without } = decided;
  expect(decidedPage(without, 'before')).not.toContain('Reason');
});
