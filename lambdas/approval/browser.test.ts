import './fakes/environment';
import { existsSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { ANN, BOB } from './fakes/environment';
import { PageServer } from './fakes/page-server';
import { ApprovalWorld, REQUEST } from './fakes/world';

/** A browser of this machine; `CHROMIUM_PATH` names another one. */
const executablePath = process.env.CHROMIUM_PATH ?? '/usr/bin/chromium';
const present = existsSync(executablePath);

/** Where to leave pictures of the pages, for a person to look at. Default: nowhere. */
const pictures = process.env.PICTURES_FOLDER;

if (!present) {
  const missing = `there is no browser at ${executablePath}. Install chromium, or name one in CHROMIUM_PATH`;
  console.warn(`The page of approvals is not tried in a browser: ${missing}.`);
  test.skip(`the page in a browser: ${missing}`, () => undefined);
}

(present ? describe : describe.skip)('in a browser, without JavaScript', () => {
  let browser: Browser;
  let server: PageServer;
  let context: BrowserContext;
  let page: Page;
  let world: ApprovalWorld;
  const refused: string[] = [];

  beforeAll(async () => {
    // Chromium's own sandbox does not work for root; the pages are ours.
    browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
    server = await PageServer.listen();
  });
  afterAll(async () => {
    await browser?.close();
    await server?.close();
  });

  beforeEach(async () => {
    world = new ApprovalWorld();
    await world.ask('token-1');
    context = await browser.newContext({ javaScriptEnabled: false, viewport: { width: 1_000, height: 800 } });
    page = await context.newPage();
    refused.length = 0;
    page.on('console', (message) => refused.push(message.text()));
  });
  afterEach(async () => {
    await context.close();
    jest.useRealTimers();
    expect(refused.filter((text) => text.includes('Content Security Policy'))).toEqual([]);
    expect(server.others.filter((path) => path !== '/favicon.ico')).toEqual([]);
  });

  const open = (approver: string) => page.goto(server.localLink(world.linkOf(approver)));
  /** What the page says of the request: waits for the page that has it. */
  const said = () => page.getByRole('status').textContent();
  const picture = async (name: string) => {
    if (pictures !== undefined) await page.screenshot({ path: `${pictures}/${name}.png`, fullPage: true });
  };

  test('a person reads the request and approves', async () => {
    await open(ANN);
    await picture('request');
    expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe('Order A-1 over 5,000 EUR');
    expect(await page.getByText('Zürich <AG> & Co').isVisible()).toBe(true);
    expect(world.row().status).toBe('open');
    await page.getByRole('button', { name: 'Approve' }).click();
    expect(await said()).toMatch(/^Your decision is recorded\. Approved by ann@/);
    await picture('approved');
    expect(world.answers()).toEqual(['token-1: approved']);
  });

  test('a person rejects with a reason, and another one is told so', async () => {
    await open(BOB);
    await page.getByLabel('Reason').fill('Too much.\n<b>No.</b>');
    await page.getByRole('button', { name: 'Reject' }).click();
    expect(await said()).toMatch(/^Your decision is recorded\. Rejected by Bob@/);
    expect(world.row()).toMatchObject({ status: 'rejected', decidedBy: BOB, reason: 'Too much.\n<b>No.</b>' });
    await open(ANN);
    await picture('rejected');
    expect(await said()).toMatch(/^This request is decided\. Rejected by Bob@/);
    expect(await page.getByText('<b>No.</b>').isVisible()).toBe(true);
    expect(await page.getByRole('button').count()).toBe(0);
  });

  test('one who was slower is told who decided, and reloading changes nothing', async () => {
    await open(BOB);
    const other = await context.newPage();
    await other.goto(server.localLink(world.linkOf(ANN)));
    await other.getByRole('button', { name: 'Approve' }).click();
    await other.getByRole('status').waitFor();
    await page.getByRole('button', { name: 'Reject' }).click();
    await said();
    await picture('too-late');
    expect(await said()).toMatch(/^Your click changed nothing.* Approved by ann@/);
    await page.reload();
    expect(world.answers()).toEqual(['token-1: approved']);
  });

  test('everything can be reached by the keyboard, in the order of the page', async () => {
    await open(ANN);
    const order: (string | null)[] = [];
    for (let tab = 0; tab < 3; tab++) {
      await page.keyboard.press('Tab');
      order.push(await page.locator(':focus').getAttribute('name'));
    }
    expect(order).toEqual(['decision', 'reason', 'decision']);
    await picture('focus');
    await page.keyboard.press('Enter');
    expect(await said()).toMatch(/^Your decision is recorded\. Rejected by ann@/);
    expect(world.row().status).toBe('rejected');
  });

  test('on a phone nothing is wider than the screen, and buttons are as wide as it', async () => {
    await page.setViewportSize({ width: 360, height: 740 });
    await open(ANN);
    await picture('phone');
    const button = await page.getByRole('button', { name: 'Approve' }).boundingBox();
    expect(button?.height).toBeGreaterThanOrEqual(44);
    expect(button?.width).toBeGreaterThan(250);
    await world.ask('token-2', 0, { ...REQUEST, subject: 'x'.repeat(200) });
    await open(ANN);
    await picture('phone-long');
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(360);
  });

  test('a broken link says what to do', async () => {
    const response = await page.goto(server.localLink(world.linkOf(ANN)).replace(/&signature.*/, ''));
    await picture('refused');
    expect(response?.status()).toBe(403);
    expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe('This link does not open the request');
    expect(await page.getByText('Open it from the mail again').isVisible()).toBe(true);
  });

  test.each(['light', 'dark'] as const)('every text stands out from what is behind it: %s', async (colorScheme) => {
    await page.emulateMedia({ colorScheme });
    await open(ANN);
    await picture(colorScheme);
    const found = [await contrasts(page, ['h1', '.soft', '.state', 'dt', 'dd', 'label', '.approve', '.reject'])];
    await page.getByRole('button', { name: 'Approve' }).click();
    await said();
    found.push(await contrasts(page, ['.approved']));
    // WCAG 2.2, 1.4.3: 4.5 to 1.
    for (const [selector, ratio] of found.flatMap(Object.entries)) {
      expect({ selector, ratio, enough: ratio >= 4.5 }).toEqual({ selector, ratio, enough: true });
    }
  });
});

/** How many times lighter one of a text and its background is than the other, by selector. @see https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio */
function contrasts(page: Page, selectors: readonly string[]): Promise<Record<string, number>> {
  return page.evaluate(`(() => {
    const parts = (colour) => colour.match(/[\\d.]+/g).map(Number);
    const linear = (part) => (part / 255 <= 0.04045 ? part / 255 / 12.92 : ((part / 255 + 0.055) / 1.055) ** 2.4);
    const luminance = ([red, green, blue]) => 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue);
    const behind = (element) => {
      const [red, green, blue, alpha = 1] = parts(getComputedStyle(element).backgroundColor);
      return alpha > 0 ? [red, green, blue] : behind(element.parentElement);
    };
    return Object.fromEntries(${JSON.stringify(selectors)}.map((selector) => {
      const element = document.querySelector(selector);
      const [dark, light] = [luminance(parts(getComputedStyle(element).color)), luminance(behind(element))].sort((a, b) => a - b);
      return [selector, (light + 0.05) / (dark + 0.05)];
    }));
  })()`);
}
